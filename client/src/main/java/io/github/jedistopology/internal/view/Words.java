package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.jedistopology.SlotRange;

/**
 * The words of a text, one after the other; at first the present word is the whole text.
 * Those that nobody wants are not copied: a large cluster's view has ten thousand.
 */
final class Words {

	private final byte[] text;

	private final Vocabulary vocabulary;

	private final char separator;

	private final int end;

	private int start;

	private int stop;

	private int next;

	Words(byte[] text, Vocabulary vocabulary, char separator) {
		this(text, vocabulary, separator, 0, text.length);
	}

	Words(byte[] text, Vocabulary vocabulary, char separator, int from, int end) {
		this.text = text;
		this.vocabulary = vocabulary;
		this.separator = separator;
		this.end = end;
		this.start = from;
		this.stop = end;
		this.next = from;
	}

	/** Goes on to the next word, if there is one. */
	boolean next() {
		if (this.next >= this.end) {
			return false;
		}
		int at = this.next;
		while (at < this.end && this.text[at] != this.separator) {
			at++;
		}
		this.start = this.next;
		this.stop = at;
		this.next = at + 1;
		return true;
	}

	/** The present word. */
	String word() {
		return this.vocabulary.word(this.text, this.start, this.stop);
	}

	/** What follows the present word, as a list of slots. */
	List<SlotRange> slots() {
		return this.vocabulary.slots(this.text, Math.min(this.next, this.end), this.end);
	}

	/** The present word as it is, whether or not it is one. */
	@Override
	public String toString() {
		return new String(this.text, this.start, this.stop - this.start, StandardCharsets.UTF_8);
	}

	/** What the present word consists of. */
	Words split(char separator) {
		return new Words(this.text, this.vocabulary, separator, this.start, this.stop);
	}

	boolean isEmpty() {
		return this.start == this.stop;
	}

	/** Whether the present word is just this one, in ASCII. */
	boolean is(String word) {
		boolean same = this.stop - this.start == word.length();
		for (int i = 0; same && i < word.length(); i++) {
			same = this.text[this.start + i] == word.charAt(i);
		}
		return same;
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
	void addTo(SlotSet slots) {
		int dash = this.start;
		while (dash < this.stop && this.text[dash] != '-') {
			dash++;
		}
		long first = number(this.start, dash);
		slots.add(first, (dash < this.stop) ? number(dash + 1, this.stop) : first);
	}

	private long number(int from, int to) {
		long number = (from < to) ? 0 : -1;
		for (int i = from; i < to && number >= 0; i++) {
			int digit = this.text[i] - '0';
			boolean fits = digit >= 0 && digit <= 9 && number <= (Long.MAX_VALUE - digit) / 10;
			number = fits ? 10 * number + digit : -1;
		}
		if (number < 0) {
			throw ViewException.unexpected("a number",
					ViewException.quote(new String(this.text, from, to - from, StandardCharsets.UTF_8)));
		}
		return number;
	}

}
