package io.github.jedistopology.testkit.adversary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Follows the bytes that a client sends, to know where which command begins. Gives up for
 * good on what is not RESP, such as TLS. For one thread.
 */
final class CommandTracker {

	/** Longer than the length of anything, and than any command's name. */
	private static final int MAX_LENGTH = 64;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private boolean lost;

	/** Whether the name of the command that has begun is known. */
	private boolean named;

	/** How many words of the command are still to come. */
	private int words;

	/** How many bytes of a word and of the line end behind it are still to come. */
	private int content;

	/** Whether the next byte begins a command. */
	boolean isBetweenCommands() {
		return !this.lost && this.words == 0 && this.content == 0 && this.line.size() == 0;
	}

	/** Whether a command has begun whose name is not known yet. */
	boolean isUndecided() {
		return !this.lost && !this.named && !isBetweenCommands();
	}

	/**
	 * Follow one more byte.
	 * @return the command's name if the byte is its last one, or {@code null}
	 */
	@Nullable String next(byte b) {
		if (this.lost) {
			return null;
		}
		if (this.content > 0) {
			return content(b);
		}
		this.line.write(b);
		if (b == '\n') {
			header(this.line.toString(StandardCharsets.US_ASCII));
			this.line.reset();
		}
		this.lost |= this.line.size() > MAX_LENGTH;
		return null;
	}

	private void header(String header) {
		boolean begins = this.words == 0;
		int length = header.matches(begins ? "\\*[1-9]\\d{0,8}\r\n" : "\\$\\d{1,9}\r\n")
				? Integer.parseInt(header.substring(1, header.length() - 2)) : -1;
		if (length < 0 || !begins && !this.named && length > MAX_LENGTH) {
			this.lost = true;
		}
		else if (begins) {
			this.words = length;
		}
		else {
			this.words--;
			this.content = length + 2;
		}
	}

	private @Nullable String content(byte b) {
		this.content--;
		if (this.named) {
			this.named = this.words > 0 || this.content > 0;
			return null;
		}
		if (this.content >= 2) {
			this.line.write(b);
		}
		if (this.content > 2) {
			return null;
		}
		String name = this.line.toString(StandardCharsets.US_ASCII);
		this.line.reset();
		this.named = true;
		return name;
	}

}
