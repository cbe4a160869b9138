package io.github.jedistopology;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * Slot ranges in four bytes each instead of thirty: a large cluster has thousands, and
 * several views of it are in memory at a time. Immutable.
 */
final class SlotRanges extends AbstractList<SlotRange> implements RandomAccess {

	/** First and last slots in turn. */
	private final char[] bounds;

	private SlotRanges(char[] bounds) {
		this.bounds = bounds;
	}

	static List<SlotRange> copyOf(List<SlotRange> ranges) {
		if (ranges instanceof SlotRanges) {
			return ranges;
		}
		char[] bounds = new char[2 * ranges.size()];
		int end = 0;
		for (SlotRange range : ranges) {
			bounds[end++] = (char) range.start();
			bounds[end++] = (char) range.end();
		}
		return new SlotRanges(bounds);
	}

	@Override
	public SlotRange get(int index) {
		return new SlotRange(this.bounds[2 * index], this.bounds[2 * index + 1]);
	}

	@Override
	public int size() {
		return this.bounds.length / 2;
	}

	/** So simple that ranges which are only looked at take no memory. */
	@Override
	public Iterator<SlotRange> iterator() {
		return new Iterator<>() {

			private int next;

			@Override
			public boolean hasNext() {
				return this.next < size();
			}

			@Override
			public SlotRange next() {
				if (!hasNext()) {
					throw new NoSuchElementException();
				}
				return get(this.next++);
			}

		};
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return (other instanceof SlotRanges ranges) ? Arrays.equals(this.bounds, ranges.bounds) : super.equals(other);
	}

	/** As of any list of the same ranges. */
	@Override
	public int hashCode() {
		return super.hashCode();
	}

}
