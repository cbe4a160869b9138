package io.github.jedistopology.internal.view;

import io.github.jedistopology.SlotRange;

/**
 * The words of a text, one after the other. Those that nobody wants are not copied: a
 * large cluster's view has ten thousand.
 */
final class Words {

	private final String text;

	private final char separator;

	private final int end;

	private int start;

	private int stop;

	Words(String text, char separator) {
		this(text, separator, 0, text.length());
	}

	private Words(String text, char separator, int from, int end) {
		this.text = text;
		this.separator = separator;
		this.end = end;
		this.stop = from - 1;
	}

	/** Goes on to the next word, if there is one. */
	boolean next() {
		this.start = this.stop + 1;
		if (this.start >= this.end) {
			return false;
		}
		int next = this.text.indexOf(this.separator, this.start);
		this.stop = (next < 0) ? this.end : Math.min(next, this.end);
		return true;
	}

	/** The present word. */
	String word() {
		return this.text.substring(this.start, this.stop);
	}

	/** What the present word consists of. */
	Words split(char separator) {
		return new Words(this.text, separator, this.start, this.stop);
	}

	boolean isEmpty() {
		return this.start == this.stop;
	}

	boolean startsWith(char first) {
		return this.start < this.stop && this.text.charAt(this.start) == first;
	}

	/** The present word as a number, 0 or more. */
	long number() {
		return number(this.text, this.start, this.stop);
	}

	/** The present word as a slot, or as two with a dash between them. */
	SlotRange range() {
		int dash = this.start;
		while (dash < this.stop && this.text.charAt(dash) != '-') {
			dash++;
		}
		long first = number(this.text, this.start, dash);
		return Reply.range(first, (dash < this.stop) ? number(this.text, dash + 1, this.stop) : first);
	}

	/** A part of a text as a number, 0 or more. */
	static long number(String text, int start, int end) {
		try {
			long number = Long.parseLong(text, start, end, 10);
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// is said below
		}
		throw Reply.unexpected("a number", text.substring(start, end));
	}

}
