package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.jedistopology.SlotRange;

/**
 * Makes slot ranges of what sources say; what is none is a {@link ViewException}.
 */
final class Ranges {

	private Ranges() {
	}

	static SlotRange of(long first, long last) {
		if (first != (int) first || last != (int) last) {
			throw new ViewException("its view has a slot range that is none: %d-%d".formatted(first, last));
		}
		try {
			return new SlotRange((int) first, (int) last);
		}
		catch (IllegalArgumentException ex) {
			throw new ViewException("its view has a slot range that is none: " + ex.getMessage(), ex);
		}
	}

	/** First and last slots in turn. */
	static List<SlotRange> of(int[] bounds) {
		if (bounds.length % 2 != 0) {
			throw new ViewException("its view has a slot range that is none: it has no end");
		}
		List<SlotRange> ranges = new ArrayList<>(bounds.length / 2);
		for (int i = 0; i < bounds.length; i += 2) {
			ranges.add(of(bounds[i], bounds[i + 1]));
		}
		return ordered(ranges);
	}

	static List<SlotRange> ordered(List<SlotRange> ranges) {
		ranges.sort(Comparator.comparingInt(SlotRange::start));
		return ranges;
	}

}
