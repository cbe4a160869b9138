package io.github.jedistopology.internal.connection;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.IOUtils;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.internal.connection.Dialer.Dial;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.ViewConnection;
import io.github.jedistopology.internal.view.ViewException;

/**
 * A fresh connection to one source, for one question. A long-lived one could go on
 * reaching a node that its name no longer stands for (redis/rueidis#587).
 */
public final class DialedViewConnection implements ViewConnection {

	private final BiFunction<Dial, Consumer<Closeable>, NodeConnection> dialer;

	private final Dial dial;

	private @Nullable NodeConnection connection;

	private volatile @Nullable Closeable socket;

	private volatile boolean closed;

	private DialedViewConnection(BiFunction<Dial, Consumer<Closeable>, NodeConnection> dialer, Dial dial) {
		this.dialer = dialer;
		this.dial = dial;
	}

	/**
	 * Connections that a client uses to ask sources.
	 * @param dialer opens them, as {@link Dialer#dial} does
	 * @param settings what the client was told
	 * @return the factory
	 */
	public static Factory factory(BiFunction<Dial, Consumer<Closeable>, NodeConnection> dialer,
			ClusterSettings settings) {
		return (source) -> new DialedViewConnection(dialer, dial(source, settings));
	}

	private static Dial dial(Source source, ClusterSettings settings) {
		return new Dial(source.endpoint(), source.address(), settings.timeouts().topologyQuery(),
				settings.timeouts().topologyQuery());
	}

	@Override
	public List<@Nullable Object> call(String... commands) {
		try {
			if (this.connection == null) {
				this.connection = this.dialer.apply(this.dial, this::opened);
			}
			Connection jedis = this.connection.jedis();
			for (String command : commands) {
				jedis.sendCommand(arguments(command.split(" ")));
			}
			List<@Nullable Object> replies = new ArrayList<>(jedis.getMany(commands.length));
			replies.replaceAll((reply) -> (reply instanceof JedisDataException error) ? refusal(error) : reply);
			return replies;
		}
		catch (JedisDataException ex) {
			throw refusal(ex);
		}
		catch (JedisException ex) {
			throw new ViewException(Failures.describe(ex), ex);
		}
		catch (RuntimeException ex) {
			// Jedis is not prepared for every reply that somebody may give to a login.
			throw new ViewException("sent a reply that makes no sense: " + ex.getMessage(), ex);
		}
	}

	private static CommandArguments arguments(String[] words) {
		CommandArguments arguments = new CommandArguments(() -> SafeEncoder.encode(words[0]));
		Arrays.stream(words).skip(1).forEach(arguments::add);
		return arguments;
	}

	private static ErrorReply refusal(JedisDataException error) {
		return new ErrorReply(String.valueOf(error.getMessage()));
	}

	private void opened(Closeable socket) {
		this.socket = socket;
		if (this.closed) {
			IOUtils.closeQuietly(socket);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		Closeable socket = this.socket;
		if (socket != null) {
			IOUtils.closeQuietly(socket);
		}
	}

}
