package io.github.jedistopology.testkit.adversary;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads RESP2 off a stream: commands for a server, replies as untouched bytes for a
 * recorder.
 */
final class RespReader {

	/** Longer than any header line, or error text, that a server sends. */
	private static final int MAX_LINE = 16 * 1024;

	private final InputStream in;

	RespReader(InputStream in) {
		this.in = new BufferedInputStream(in);
	}

	/**
	 * The next command, or {@code null} when the peer has closed the connection between
	 * two commands.
	 */
	@Nullable List<String> command() throws IOException {
		int type = this.in.read();
		if (type < 0) {
			return null;
		}
		expect('*', type);
		int size = length(line());
		if (size < 1) {
			throw new IOException("A command has at least a name, but its array has " + size + " elements");
		}
		List<String> words = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			words.add(word());
		}
		return words;
	}

	private String word() throws IOException {
		expect('$', this.in.read());
		byte[] content = exactly(length(line()));
		exactly(2);
		return new String(content, StandardCharsets.UTF_8);
	}

	/** The next reply, byte for byte. */
	byte[] reply() throws IOException {
		ByteArrayOutputStream copy = new ByteArrayOutputStream();
		copyReply(copy);
		return copy.toByteArray();
	}

	private void copyReply(ByteArrayOutputStream copy) throws IOException {
		int type = this.in.read();
		byte[] line = line();
		copy.write(type);
		copy.writeBytes(line);
		copy.writeBytes(new byte[] { '\r', '\n' });
		switch (type) {
			case '+', '-', ':' -> {
			}
			case '$' -> {
				int length = length(line);
				if (length >= 0) {
					copy.writeBytes(exactly(length + 2));
				}
			}
			case '*' -> {
				for (int i = length(line); i > 0; i--) {
					copyReply(copy);
				}
			}
			default -> throw new IOException("Not a RESP2 reply: it starts with byte " + type);
		}
	}

	private byte[] line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = this.in.read(); b != '\r'; b = this.in.read()) {
			if (b < 0) {
				throw new EOFException("The stream ended within a line");
			}
			if (line.size() == MAX_LINE) {
				throw new IOException("Not RESP: a line of more than " + MAX_LINE + " bytes");
			}
			line.write(b);
		}
		expect('\n', this.in.read());
		return line.toByteArray();
	}

	private byte[] exactly(int length) throws IOException {
		if (length < 0) {
			throw new IOException("A bulk string of length " + length);
		}
		byte[] content = this.in.readNBytes(length);
		if (content.length < length) {
			throw new EOFException("The stream ended within a bulk string");
		}
		return content;
	}

	private static int length(byte[] line) throws IOException {
		String text = new String(line, StandardCharsets.US_ASCII);
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			throw new IOException("A length must be a number but was '" + text + "'", ex);
		}
	}

	private static void expect(char wanted, int got) throws IOException {
		if (got != wanted) {
			throw new IOException("Not RESP: byte " + got + " where " + (int) wanted + " belongs");
		}
	}

}
