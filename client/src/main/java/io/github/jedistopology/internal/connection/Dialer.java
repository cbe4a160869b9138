package io.github.jedistopology.internal.connection;

import java.io.Closeable;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Looks names up, and opens connections: connects, encrypts, logs in.
 */
public interface Dialer {

	/**
	 * Opens a connection.
	 * @param dial whom to connect to and how long to wait
	 * @param socket given the socket as soon as there is one, so that another thread can
	 * give the dial up by closing it
	 * @return an open connection, logged in
	 * @throws redis.clients.jedis.exceptions.JedisException if there is none to be had
	 */
	NodeConnection dial(Dial dial, Consumer<Closeable> socket);

	/**
	 * Looks a name up, without waiting for the answer.
	 * @param host the name
	 * @return its addresses, however late; an exception if there is no such name
	 */
	CompletionStage<List<InetAddress>> lookUp(String host);

	/**
	 * Whom to connect to and how long to wait.
	 *
	 * @param endpoint the name and port; a certificate must be valid for the name
	 * @param address where to connect to instead of looking the name up, {@code null} to
	 * look it up
	 * @param connectTimeout for the connection to be opened, login included
	 * @param readTimeout for each reply
	 */
	record Dial(HostAndPort endpoint, @Nullable InetAddress address, Duration connectTimeout, Duration readTimeout) {

	}

}
