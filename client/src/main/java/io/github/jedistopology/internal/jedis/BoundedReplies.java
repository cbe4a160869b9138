package io.github.jedistopology.internal.jedis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Reads RESP2 replies of bounded size. Jedis's own reader takes memory for whatever a
 * reply announces, two gigabytes at once if that is what some garbled bytes happen to
 * say.
 */
final class BoundedReplies {

	/** Twenty times what a cluster of a thousand nodes has to say. */
	static final int LIMIT = 16 * 1024 * 1024;

	/** CLUSTER SLOTS has four levels. */
	private static final int DEEPEST = 8;

	/** About what an element takes in memory, however short it is on the wire. */
	private static final int ELEMENT = 32;

	private final InputStream in;

	private long left;

	BoundedReplies(InputStream in) {
		this.in = new BufferedInputStream(in);
	}

	/**
	 * Reads a reply.
	 * @return {@code byte[]}, {@code Long}, {@code List} or {@code null}
	 * @throws JedisDataException if the reply is an error
	 * @throws JedisConnectionException if it is no reply, or too large
	 * @throws IOException if the stream fails
	 */
	@Nullable Object read() throws IOException {
		this.left = LIMIT;
		return read(DEEPEST);
	}

	private @Nullable Object read(int depth) throws IOException {
		spend(ELEMENT);
		int type = next();
		return switch (type) {
			case '+' -> line();
			case '-' -> throw new JedisDataException(new String(line(), StandardCharsets.UTF_8));
			case ':' -> number();
			case '$' -> bulk(number());
			case '*' -> array(number(), depth);
			default -> throw noReply();
		};
	}

	private byte[] line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = next(); next != '\r'; next = next()) {
			spend(1);
			line.write(next);
		}
		require('\n');
		return line.toByteArray();
	}

	private long number() throws IOException {
		try {
			return Long.parseLong(new String(line(), StandardCharsets.US_ASCII));
		}
		catch (NumberFormatException ex) {
			throw noReply();
		}
	}

	private byte @Nullable [] bulk(long length) throws IOException {
		if (length == -1) {
			return null;
		}
		spend(length);
		// Takes memory as bytes come.
		byte[] bytes = this.in.readNBytes((int) length);
		require('\r');
		require('\n');
		return bytes;
	}

	private @Nullable List<@Nullable Object> array(long length, int depth) throws IOException {
		if (length == -1) {
			return null;
		}
		if (length < 0 || depth == 0) {
			throw noReply();
		}
		List<@Nullable Object> elements = new ArrayList<>();
		for (long i = 0; i < length; i++) {
			elements.add(element(depth - 1));
		}
		return elements;
	}

	private @Nullable Object element(int depth) throws IOException {
		try {
			return read(depth);
		}
		catch (JedisDataException ex) {
			return ex;
		}
	}

	private void spend(long amount) {
		if (amount < 0) {
			throw noReply();
		}
		this.left -= amount;
		if (this.left < 0) {
			throw new JedisConnectionException("sent a reply of more than %d MB".formatted(LIMIT / 1024 / 1024));
		}
	}

	private int next() throws IOException {
		int next = this.in.read();
		if (next < 0) {
			throw new JedisConnectionException("ended the connection before its reply was complete");
		}
		return next;
	}

	private void require(char expected) throws IOException {
		if (next() != expected) {
			throw noReply();
		}
	}

	private static JedisConnectionException noReply() {
		return new JedisConnectionException("sent something that is no RESP2");
	}

}
