package io.github.jedistopology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run of hash slots, both ends included.
 *
 * @param start the first slot, 0 to 16383
 * @param end the last slot, {@code start} to 16383
 */
public record SlotRange(int start, int end) {

	/**
	 * How many hash slots a Redis Cluster has (Redis Cluster specification, "Key
	 * distribution model").
	 */
	public static final int SLOTS = 16384;

	private static final int DESCRIBED = 5;

	public SlotRange {
		if (start < 0 || end >= SLOTS || start > end) {
			throw new IllegalArgumentException(
					"Slot range %d-%d: expected 0 <= start <= end <= 16383".formatted(start, end));
		}
	}

	/**
	 * The fewest ranges that cover exactly the given slots.
	 * @param slots a set of slots
	 * @return the ranges in ascending order
	 */
	public static List<SlotRange> of(BitSet slots) {
		List<SlotRange> ranges = new ArrayList<>();
		for (int start = slots.nextSetBit(0); start >= 0;) {
			int end = slots.nextClearBit(start) - 1;
			ranges.add(new SlotRange(start, end));
			start = slots.nextSetBit(end + 1);
		}
		return SlotRanges.copyOf(ranges);
	}

	/**
	 * The slots of several ranges as one set.
	 * @param ranges any ranges
	 * @return a new set
	 */
	public static BitSet slots(Iterable<SlotRange> ranges) {
		BitSet slots = new BitSet(SLOTS);
		ranges.forEach((range) -> slots.set(range.start, range.end + 1));
		return slots;
	}

	/**
	 * Many ranges in a few words, as a log line bears them.
	 * @param ranges any ranges
	 * @return the first ranges, and how many there are beyond them
	 */
	public static String describe(List<SlotRange> ranges) {
		String first = ranges.stream().limit(DESCRIBED).map(SlotRange::toString).collect(Collectors.joining(", "));
		int more = ranges.size() - DESCRIBED;
		return (more > 0) ? "%s and %d more ranges, %d slots in all".formatted(first, more, slots(ranges).cardinality())
				: first;
	}

	public int size() {
		return this.end - this.start + 1;
	}

	@Override
	public String toString() {
		return (this.start == this.end) ? Integer.toString(this.start) : this.start + "-" + this.end;
	}

}
