package io.github.jedistopology.internal.jedis;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A connection to a source of views, which may be anybody: the configuration endpoint can
 * stand for addresses that are somebody else's by now. It takes no reply beyond all
 * measure, those to the login included.
 */
final class SourceConnection extends Connection {

	private final Tap tap;

	SourceConnection(JedisSocketFactory sockets, JedisClientConfig config) {
		this(new Tap(sockets), config);
	}

	private SourceConnection(Tap tap, JedisClientConfig config) {
		super(tap);
		this.tap = tap;
		initializeFromClientConfig(config);
	}

	/** All that Jedis reads comes from here, in all its versions. */
	@Override
	protected @Nullable Object readProtocolWithCheckingBroken() {
		try {
			return this.tap.replies().read();
		}
		catch (IOException ex) {
			setBroken();
			throw new JedisConnectionException(ex);
		}
		catch (JedisConnectionException ex) {
			setBroken();
			throw ex;
		}
	}

	/**
	 * Keeps the stream of the socket at hand, which Jedis keeps to itself.
	 */
	private static final class Tap implements JedisSocketFactory {

		private final JedisSocketFactory sockets;

		private BoundedReplies replies = new BoundedReplies(InputStream.nullInputStream());

		Tap(JedisSocketFactory sockets) {
			this.sockets = sockets;
		}

		@Override
		public Socket createSocket() {
			Socket socket = this.sockets.createSocket();
			try {
				this.replies = new BoundedReplies(socket.getInputStream());
			}
			catch (IOException ex) {
				throw new JedisConnectionException(ex);
			}
			return socket;
		}

		BoundedReplies replies() {
			return this.replies;
		}

	}

}
