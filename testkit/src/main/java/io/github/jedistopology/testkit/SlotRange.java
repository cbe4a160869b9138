package io.github.jedistopology.testkit;

import java.util.stream.IntStream;

/**
 * Consecutive slots.
 *
 * @param first the first slot
 * @param last the last slot, inclusive
 */
public record SlotRange(int first, int last) {

	/** The number of slots of every cluster. */
	static final int ALL_SLOTS = 16384;

	public SlotRange {
		if (first < 0 || last < first || last >= ALL_SLOTS) {
			throw new IllegalArgumentException(
					"Slots must be within 0-%d and ascending, not %d-%d".formatted(ALL_SLOTS - 1, first, last));
		}
	}

	/** One of several even shares of all slots. */
	static SlotRange share(int index, int shares) {
		return new SlotRange(ALL_SLOTS * index / shares, ALL_SLOTS * (index + 1) / shares - 1);
	}

	/** Reads {@code 5} or {@code 0-5460}. */
	static SlotRange parse(String text) {
		int dash = text.indexOf('-');
		return (dash < 0) ? new SlotRange(Integer.parseInt(text), Integer.parseInt(text))
				: new SlotRange(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
	}

	/** How many slots there are. */
	public int size() {
		return this.last - this.first + 1;
	}

	boolean contains(int slot) {
		return this.first <= slot && slot <= this.last;
	}

	IntStream slots() {
		return IntStream.rangeClosed(this.first, this.last);
	}

	@Override
	public String toString() {
		return (this.first == this.last) ? String.valueOf(this.first) : this.first + "-" + this.last;
	}

}
