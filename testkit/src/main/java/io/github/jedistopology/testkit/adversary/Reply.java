package io.github.jedistopology.testkit.adversary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One reply as it goes over the wire. Maps, sets, decimals and what comes after them here
 * are RESP3, the others RESP2 and RESP3. Immutable.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">Redis
 * serialization protocol specification</a>
 */
public final class Reply {

	private final byte[] bytes;

	private Reply(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * {@code +OK}.
	 * @return the reply
	 */
	public static Reply ok() {
		return simple("OK");
	}

	/**
	 * A simple string.
	 * @param text one line
	 * @return the reply
	 */
	public static Reply simple(String text) {
		return line('+', text);
	}

	/**
	 * An error, such as {@code MOVED 3999 127.0.0.1:6381} or {@code LOADING ...}.
	 * @param text one line, without the leading minus sign
	 * @return the reply
	 */
	public static Reply error(String text) {
		return line('-', text);
	}

	/**
	 * An integer.
	 * @param value the value
	 * @return the reply
	 */
	public static Reply integer(long value) {
		return line(':', Long.toString(value));
	}

	/**
	 * A bulk string.
	 * @param text the text, sent as UTF-8
	 * @return the reply
	 */
	public static Reply bulk(String text) {
		byte[] content = text.getBytes(StandardCharsets.UTF_8);
		return concat(line('$', Integer.toString(content.length)), raw(content), raw(new byte[] { '\r', '\n' }));
	}

	/**
	 * No value: the null bulk string.
	 * @return the reply
	 */
	public static Reply nil() {
		return line('$', "-1");
	}

	/**
	 * An array.
	 * @param elements its elements in order
	 * @return the reply
	 */
	public static Reply array(Reply... elements) {
		return concat(line('*', Integer.toString(elements.length)), concat(elements));
	}

	/**
	 * A map.
	 * @param keysAndValues a key, its value, the next key, and so on
	 * @return the reply
	 */
	public static Reply map(Reply... keysAndValues) {
		return concat(line('%', Integer.toString(keysAndValues.length / 2)), concat(keysAndValues));
	}

	/**
	 * A set.
	 * @param elements its elements
	 * @return the reply
	 */
	public static Reply set(Reply... elements) {
		return concat(line('~', Integer.toString(elements.length)), concat(elements));
	}

	/**
	 * A decimal.
	 * @param value the value
	 * @return the reply
	 */
	public static Reply decimal(double value) {
		return line(',', Double.toString(value));
	}

	/**
	 * A text with its format: plain.
	 * @param text the text, sent as UTF-8
	 * @return the reply
	 */
	public static Reply verbatim(String text) {
		byte[] content = ("txt:" + text).getBytes(StandardCharsets.UTF_8);
		return concat(line('=', Integer.toString(content.length)), raw(content), raw(new byte[] { '\r', '\n' }));
	}

	/**
	 * The same reply after something that nobody asked for.
	 * @param push what is said first
	 * @return both
	 */
	public Reply afterPush(Reply... push) {
		return concat(line('>', Integer.toString(push.length)), concat(push), this);
	}

	/**
	 * Any bytes, whether they are RESP or not.
	 * @param bytes what is sent; copied
	 * @return the reply
	 */
	public static Reply raw(byte[] bytes) {
		return new Reply(bytes.clone());
	}

	private static Reply line(char type, String text) {
		if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
			throw new IllegalArgumentException("text must be one line but was '" + text + "'");
		}
		return new Reply((type + text + "\r\n").getBytes(StandardCharsets.UTF_8));
	}

	private static Reply concat(Reply... parts) {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		for (Reply part : parts) {
			whole.writeBytes(part.bytes);
		}
		return new Reply(whole.toByteArray());
	}

	/**
	 * What goes over the wire.
	 * @return a copy of the bytes
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	@Override
	public String toString() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

}
