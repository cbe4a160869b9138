package io.github.jedistopology.internal.jedis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Reads RESP2 replies of bounded size. Jedis's own reader takes memory for whatever a
 * reply announces, two gigabytes at once if that is what some garbled bytes happen to
 * say.
 */
public final class BoundedReplies {

	/** Twenty times what a cluster of a thousand nodes has to say. */
	static final int LIMIT = 16 * 1024 * 1024;

	/** CLUSTER SLOTS has four levels. */
	private static final int DEEPEST = 8;

	/** About what an element takes in memory, however short it is on the wire. */
	private static final int ELEMENT = 32;

	/** So many elements an array may announce before they come. */
	private static final int FORESEEN = 1024;

	/** A large cluster's CLUSTER NODES fits in. */
	private static final int AT_ONCE = 256 * 1024;

	private static final int SHORT = 64;

	private final InputStream in;

	/** Read ahead; BufferedInputStream would take a lock for each byte. */
	private final byte[] buffer = new byte[8192];

	private int position;

	private int limit;

	/** Of the line that was read last, each byte a character. */
	private final StringBuilder line = new StringBuilder();

	/** Short strings, one for each hash: keys come again and again. */
	private final byte[][] recent = new byte[256][];

	private long left;

	/**
	 * Replies from a stream.
	 * @param in from where nobody else reads
	 */
	public BoundedReplies(InputStream in) {
		this.in = in;
	}

	/**
	 * Reads a reply.
	 * @return {@code byte[]}, {@code Long}, {@code List} or {@code null}
	 * @throws JedisDataException if the reply is an error
	 * @throws JedisConnectionException if it is no reply, or too large
	 * @throws IOException if the stream fails
	 */
	public @Nullable Object read() throws IOException {
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
		readLine();
		return this.line.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/** Large views consist of numbers for a good part. */
	private long number() throws IOException {
		int next = next();
		boolean negative = next == '-';
		if (negative) {
			next = next();
		}
		long number = digit(next);
		for (next = next(); next != '\r'; next = next()) {
			spend(1);
			int digit = digit(next);
			if (number > (Long.MAX_VALUE - digit) / 10) {
				throw noReply();
			}
			number = 10 * number + digit;
		}
		require('\n');
		return negative ? -number : number;
	}

	private static int digit(int character) {
		if (character < '0' || character > '9') {
			throw noReply();
		}
		return character - '0';
	}

	private void readLine() throws IOException {
		this.line.setLength(0);
		for (int next = next(); next != '\r'; next = next()) {
			spend(1);
			this.line.append((char) next);
		}
		require('\n');
	}

	private byte @Nullable [] bulk(long length) throws IOException {
		if (length == -1) {
			return null;
		}
		spend(length);
		byte[] reply = (length <= SHORT && length <= this.limit - this.position) ? shortBulk((int) length)
				: longBulk(length);
		require('\r');
		require('\n');
		return reply;
	}

	/** Nobody changes what a reply consists of, so that equal strings may be the same. */
	private byte[] shortBulk(int length) {
		int start = this.position;
		this.position += length;
		int hash = (length > 0) ? length + 31 * this.buffer[start] + 7 * this.buffer[start + length / 2] : 0;
		byte[] known = this.recent[hash & 0xff];
		if (known == null || !Arrays.equals(known, 0, known.length, this.buffer, start, start + length)) {
			known = Arrays.copyOfRange(this.buffer, start, start + length);
			this.recent[hash & 0xff] = known;
		}
		return known;
	}

	/** What is long takes memory as bytes come. */
	private byte[] longBulk(long length) throws IOException {
		byte[] bytes = new byte[(int) Math.min(length, AT_ONCE)];
		for (int read = 0; read < length;) {
			if (read == bytes.length) {
				bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * read));
			}
			fill();
			int count = Math.min(this.limit - this.position, bytes.length - read);
			System.arraycopy(this.buffer, this.position, bytes, read, count);
			this.position += count;
			read += count;
		}
		return bytes;
	}

	private @Nullable List<@Nullable Object> array(long length, int depth) throws IOException {
		if (length == -1) {
			return null;
		}
		if (length < 0 || depth == 0) {
			throw noReply();
		}
		List<@Nullable Object> elements = new ArrayList<>((int) Math.min(length, FORESEEN));
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
		fill();
		return this.buffer[this.position++] & 0xff;
	}

	/** So that there is at least one byte in the buffer. */
	private void fill() throws IOException {
		if (this.position == this.limit) {
			this.position = 0;
			this.limit = Math.max(0, this.in.read(this.buffer));
			if (this.limit == 0) {
				throw new JedisConnectionException("ended the connection before its reply was complete");
			}
		}
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
