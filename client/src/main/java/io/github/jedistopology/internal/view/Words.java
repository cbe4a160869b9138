package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;

import io.github.jedistopology.SlotRange;

/**
 * The words of a text, one after the other. Those that nobody wants are not copied: a
 * large cluster's view has ten thousand.
 */
final class Words {

	private final byte[] text;

	private final Vocabulary vocabulary;

	private final char separator;

	private final int end;

	private int start;

	private int stop;

	Words(byte[] text, Vocabulary vocabulary, char separator) {
		this(text, vocabulary, separator, 0, text.length);
	}

	private Words(byte[] text, Vocabulary vocabulary, char separator, int from, int end) {
		this.text = text;
		this.vocabulary = vocabulary;
		this.separator = separator;
		this.end = end;
		this.start = from;
		this.stop = from - 1;
	}

	/** Goes on to the next word, if there is one. */
	boolean next() {
		this.start = this.stop + 1;
		if (this.start >= this.end) {
			return false;
		}
		this.stop = this.start;
		while (this.stop < this.end && this.text[this.stop] != this.separator) {
			this.stop++;
		}
		return true;
	}

	/** The present word. */
	String word() {
		return this.vocabulary.word(this.text, this.start, this.stop);
	}

	/** What the present word consists of. */
	Words split(char separator) {
		return new Words(this.text, this.vocabulary, separator, this.start, this.stop);
	}

	boolean isEmpty() {
		return this.start == this.stop;
	}

	boolean startsWith(char first) {
		return this.start < this.stop && this.text[this.start] == first;
	}

	/** Where in the present word such a character stands last, -1 if it does not. */
	int lastIndexOf(char searched) {
		int at = this.stop - 1;
		while (at >= this.start && this.text[at] != searched) {
			at--;
		}
		return Math.max(-1, at - this.start);
	}

	/** So much of the present word. */
	String first(int length) {
		return this.vocabulary.word(this.text, this.start, this.start + length);
	}

	/** The rest of the present word as a number, 0 or more. */
	long numberFrom(int index) {
		return number(this.start + index, this.stop);
	}

	/** The present word as a number, 0 or more. */
	long number() {
		return number(this.start, this.stop);
	}

	/** The present word as a slot, or as two with a dash between them. */
	SlotRange range() {
		int dash = this.start;
		while (dash < this.stop && this.text[dash] != '-') {
			dash++;
		}
		long first = number(this.start, dash);
		return Reply.range(first, (dash < this.stop) ? number(dash + 1, this.stop) : first);
	}

	private long number(int from, int to) {
		long number = (from < to) ? 0 : -1;
		for (int i = from; i < to && number >= 0; i++) {
			int digit = this.text[i] - '0';
			boolean fits = digit >= 0 && digit <= 9 && number <= (Long.MAX_VALUE - digit) / 10;
			number = fits ? 10 * number + digit : -1;
		}
		if (number < 0) {
			throw Reply.unexpected("a number", new String(this.text, from, to - from, StandardCharsets.UTF_8));
		}
		return number;
	}

}
