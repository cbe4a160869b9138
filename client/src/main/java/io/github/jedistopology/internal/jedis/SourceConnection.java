package io.github.jedistopology.internal.jedis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.internal.connection.RawConnection;

/**
 * A connection to a source of views, which may be anybody: the configuration endpoint can
 * stand for addresses that are somebody else's by now. Jedis's own reader takes memory
 * for whatever a reply announces, two gigabytes at once if that is what some garbled
 * bytes happen to say; so Jedis reads nothing here but the short lines that a login is
 * answered with.
 */
final class SourceConnection extends Connection implements RawConnection {

	private static final int LONGEST_LINE = 64 * 1024;

	private final Tap tap;

	SourceConnection(JedisSocketFactory sockets, JedisClientConfig config) {
		this(new Tap(sockets), config);
	}

	private SourceConnection(Tap tap, JedisClientConfig config) {
		super(tap);
		this.tap = tap;
		initializeFromClientConfig(config);
	}

	@Override
	public InputStream ask(List<String> commands) {
		for (String command : commands) {
			String[] words = command.split(" ");
			CommandArguments arguments = new CommandArguments(() -> SafeEncoder.encode(words[0]));
			Arrays.stream(words).skip(1).forEach(arguments::add);
			sendCommand(arguments);
		}
		flush();
		return this.tap.in();
	}

	/** All that Jedis reads comes from here, in all its versions. */
	@Override
	protected Object readProtocolWithCheckingBroken() {
		try {
			int type = this.tap.in().read();
			String line = line();
			if (type == '-') {
				throw new JedisDataException(line);
			}
			if (type == '+') {
				return line.getBytes(StandardCharsets.ISO_8859_1);
			}
		}
		catch (IOException ex) {
			setBroken();
			throw new JedisConnectionException(ex);
		}
		setBroken();
		throw new JedisConnectionException("answered the login with something that is no line of RESP2");
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.tap.in().read(); next != '\r'; next = this.tap.in().read()) {
			if (next < 0 || line.length() == LONGEST_LINE) {
				setBroken();
				throw new JedisConnectionException("ended the connection before its reply was complete");
			}
			line.append((char) next);
		}
		this.tap.in().skip(1);
		return line.toString();
	}

	/**
	 * Keeps the stream of the socket at hand, which Jedis keeps to itself.
	 */
	private static final class Tap implements JedisSocketFactory {

		private final JedisSocketFactory sockets;

		private InputStream in = InputStream.nullInputStream();

		Tap(JedisSocketFactory sockets) {
			this.sockets = sockets;
		}

		@Override
		public Socket createSocket() {
			Socket socket = this.sockets.createSocket();
			try {
				this.in = new BufferedInputStream(socket.getInputStream());
			}
			catch (IOException ex) {
				throw new JedisConnectionException(ex);
			}
			return socket;
		}

		InputStream in() {
			return this.in;
		}

	}

}
