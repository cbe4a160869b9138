package io.github.jedistopology.internal.view;

import java.util.BitSet;
import java.util.List;

import io.github.jedistopology.SlotRange;

/**
 * Gathers the slots that a source lists for one owner. What is no range, or comes twice,
 * is a {@link ViewException}.
 */
final class SlotSet {

	private final BitSet slots = new BitSet(SlotRange.SLOTS);

	void add(long first, long last) {
		if (first < 0 || first > last || last >= SlotRange.SLOTS) {
			throw new ViewException("its view has a slot range that is none: %d-%d".formatted(first, last));
		}
		if (!this.slots.get((int) first, (int) last + 1).isEmpty()) {
			throw new ViewException("its view lists slots %d-%d twice".formatted(first, last));
		}
		this.slots.set((int) first, (int) last + 1);
	}

	/** In ascending order. */
	List<SlotRange> ranges() {
		return SlotRange.of(this.slots);
	}

}
