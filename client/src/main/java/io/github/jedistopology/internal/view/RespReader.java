package io.github.jedistopology.internal.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.internal.view.ViewConnection.ErrorReply;

/**
 * Reads replies in RESP2, element by element, as they come: those of a large cluster have
 * thirty thousand elements, most of which nobody wants. Whatever they announce, they take
 * memory only as bytes come, and only so many may come. What is not as expected is a
 * {@link ViewException}.
 */
final class RespReader {

	/** Twenty times what a cluster of a thousand nodes has to say. */
	static final int LIMIT = 16 * 1024 * 1024;

	/** A large cluster's CLUSTER NODES fits in. */
	private static final int AT_ONCE = 256 * 1024;

	/** Nothing in a view has as many digits, but for replication offsets. */
	private static final long LARGE = 100_000_000_000_000_000L;

	private static final int END_OF_LINE = 2;

	private static final byte[] NOTHING = {};

	private final InputStream in;

	private final Vocabulary vocabulary;

	private final byte[] buffer = new byte[8192];

	private int position;

	private int limit;

	private int left = LIMIT;

	/** Where the string is that was read last. */
	private byte[] text = NOTHING;

	private int start;

	private int end;

	/**
	 * A reader.
	 * @param in has nothing but replies; it may be read beyond them
	 * @param vocabulary has the texts that have been read before
	 */
	RespReader(InputStream in, Vocabulary vocabulary) {
		this.in = in;
		this.vocabulary = vocabulary;
	}

	/** Reads what comes next if it is an error. */
	@Nullable ErrorReply error() {
		if (next() != '-') {
			this.position--;
			return null;
		}
		line();
		return new ErrorReply(toString());
	}

	/** Unless it is an error. */
	RespReader accepted() {
		ErrorReply error = error();
		if (error != null) {
			throw error;
		}
		return this;
	}

	/**
	 * Reads the beginning of an array.
	 * @return how many elements it is said to have; each is to be read or skipped
	 */
	int array() {
		int type = next();
		if (type != '*') {
			throw ViewException.unexpected("an array", found(type));
		}
		int length = length();
		if (length < 0) {
			throw ViewException.unexpected("an array", "null");
		}
		return length;
	}

	/**
	 * Reads the beginning of a map, which is an array in RESP2.
	 * @return how many keys it has, each followed by its value
	 */
	int map() {
		int length = array();
		if (length % 2 != 0) {
			throw ViewException.unexpected("as many keys as values", "an array of " + length);
		}
		return length / 2;
	}

	int number() {
		int type = next();
		if (type != ':') {
			throw ViewException.unexpected("an integer", found(type));
		}
		long number = integer();
		if (number != (int) number) {
			throw ViewException.unexpected("an integer", String.valueOf(number));
		}
		return (int) number;
	}

	/**
	 * Reads a string.
	 * @return whether it is one and not nothing; {@link #is} and {@link #toString} are
	 * about it until something else is read
	 */
	boolean string() {
		int type = next();
		if (type == '+') {
			line();
			return true;
		}
		if (type != '$') {
			throw ViewException.unexpected("a string", found(type));
		}
		int length = length();
		if (length < 0) {
			hold(NOTHING);
			return false;
		}
		if (length <= this.buffer.length - END_OF_LINE) {
			require(length + END_OF_LINE);
			this.text = this.buffer;
			this.start = this.position;
			this.position += length;
			this.end = this.position;
		}
		else {
			hold(large(length));
		}
		endOfLine();
		return true;
	}

	/** Whether the string that was read last is just this one, in ASCII. */
	boolean is(String string) {
		int length = string.length();
		if (this.end - this.start != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (this.text[this.start + i] != string.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/** Reads a word; an empty one says as little as none. */
	@Nullable String word() {
		return (string() && this.end > this.start) ? this.vocabulary.word(this.text, this.start, this.end) : null;
	}

	String requiredWord() {
		requireString();
		return this.vocabulary.word(this.text, this.start, this.end);
	}

	/** Reads a string that has at least one character. */
	void requireString() {
		boolean present = string();
		if (this.end == this.start) {
			throw ViewException.unexpected("a string with at least one character", present ? "''" : "null");
		}
	}

	/** Reads a string of at least one byte. */
	byte[] bytes() {
		requireString();
		return (this.text != this.buffer) ? this.text : Arrays.copyOfRange(this.text, this.start, this.end);
	}

	/** Reads an element with all that is in it, and forgets it. */
	void skip() {
		for (long elements = 1; elements > 0; elements--) {
			switch (next()) {
				case '+', '-', ':' -> skipLine();
				case '$' -> skip(length());
				case '*' -> elements += Math.max(0, length());
				default -> throw noReply();
			}
		}
	}

	private void skip(int length) {
		if (length >= 0) {
			int missing = length;
			while (missing > this.limit - this.position) {
				missing -= this.limit - this.position;
				this.position = this.limit;
				fill();
			}
			this.position += missing;
			endOfLine();
		}
	}

	private void skipLine() {
		while (next() != '\r') {
			continue;
		}
		require('\n');
	}

	private void line() {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = next(); next != '\r'; next = next()) {
			line.write(next);
		}
		require('\n');
		hold(line.toByteArray());
	}

	/** What is large takes memory as bytes come. */
	private byte[] large(int length) {
		byte[] bytes = new byte[Math.min(length, AT_ONCE)];
		for (int read = 0; read < length;) {
			if (read == bytes.length) {
				bytes = Arrays.copyOf(bytes, Math.min(length, 2 * read));
			}
			require(1);
			int count = Math.min(this.limit - this.position, bytes.length - read);
			System.arraycopy(this.buffer, this.position, bytes, read, count);
			this.position += count;
			read += count;
		}
		return bytes;
	}

	private void hold(byte[] bytes) {
		this.text = bytes;
		this.start = 0;
		this.end = bytes.length;
	}

	/** -1 for something that is not there. */
	private int length() {
		long length = integer();
		if (length < -1) {
			throw noReply();
		}
		if (length > this.left + this.limit - this.position) {
			throw tooLarge();
		}
		return (int) length;
	}

	/** Large views consist of numbers for a good part, lengths included. */
	private long integer() {
		while (true) {
			long number = 0;
			boolean negative = this.position < this.limit && this.buffer[this.position] == '-';
			int first = this.position + (negative ? 1 : 0);
			for (int at = first; at < this.limit; at++) {
				if (this.buffer[at] == '\r' && at > first) {
					this.position = at + 1;
					require('\n');
					return negative ? -number : number;
				}
				if (number >= LARGE) {
					throw noReply();
				}
				number = 10 * number + digit(this.buffer[at]);
			}
			// Once more, when the rest of it has come.
			fill();
		}
	}

	private static int digit(int character) {
		if (character < '0' || character > '9') {
			throw noReply();
		}
		return character - '0';
	}

	private void endOfLine() {
		require('\r');
		require('\n');
	}

	private void require(char expected) {
		if (next() != expected) {
			throw noReply();
		}
	}

	private int next() {
		if (this.position == this.limit) {
			fill();
		}
		return this.buffer[this.position++] & 0xff;
	}

	/** So that so many bytes are in the buffer, which has room for them. */
	private void require(int length) {
		while (this.limit - this.position < length) {
			fill();
		}
	}

	private void fill() {
		System.arraycopy(this.buffer, this.position, this.buffer, 0, this.limit - this.position);
		this.limit -= this.position;
		this.position = 0;
		int count = read();
		if (count < 0) {
			throw new ViewException("ended the connection before its reply was complete");
		}
		this.left -= count;
		if (this.left < 0) {
			throw tooLarge();
		}
		this.limit += count;
	}

	private int read() {
		try {
			return this.in.read(this.buffer, this.limit, this.buffer.length - this.limit);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What has come instead, described by the rest of it. */
	private String found(int type) {
		return switch (type) {
			case ':' -> String.valueOf(integer());
			case '*' -> "an array of " + length();
			case '$', '+', '-' -> {
				this.position--;
				ErrorReply error = error();
				yield (error != null) ? "an error" : string() ? ViewException.quote(toString()) : "null";
			}
			default -> throw noReply();
		};
	}

	private static ViewException noReply() {
		return new ViewException("sent something that is no RESP2");
	}

	private static ViewException tooLarge() {
		return new ViewException("sent a reply of more than %d MB".formatted(LIMIT / 1024 / 1024));
	}

	/** The string that was read last. */
	@Override
	public String toString() {
		return new String(this.text, this.start, this.end - this.start, StandardCharsets.UTF_8);
	}

}
