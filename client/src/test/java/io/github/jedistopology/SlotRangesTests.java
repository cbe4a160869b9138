package io.github.jedistopology;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SlotRanges}.
 */
class SlotRangesTests {

	private final List<SlotRange> ranges = List.of(new SlotRange(0, 7), new SlotRange(9, 9), new SlotRange(10, 16383));

	private final List<SlotRange> copy = SlotRanges.copyOf(this.ranges);

	@Test
	void copyIsTheListThatWasCopied() {
		assertThat(this.copy).containsExactlyElementsOf(this.ranges)
			.isEqualTo(this.ranges)
			.hasSameHashCodeAs(this.ranges);
		assertThat(this.ranges).isEqualTo(this.copy);
		assertThat(this.copy).isEqualTo(SlotRanges.copyOf(new ArrayList<>(this.ranges)))
			.isNotEqualTo(SlotRanges.copyOf(this.ranges.subList(0, 2)));
		assertThat(SlotRanges.copyOf(this.copy)).isSameAs(this.copy);
		assertThat(SlotRanges.copyOf(List.of())).isEmpty();
	}

	@Test
	void copyCannotBeChanged() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.copy.add(new SlotRange(8, 8)));
		Iterator<SlotRange> ranges = this.copy.iterator();
		ranges.next();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(ranges::remove);
	}

	@Test
	void iterationEnds() {
		Iterator<SlotRange> ranges = SlotRanges.copyOf(List.of()).iterator();
		assertThat(ranges.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(ranges::next);
	}

}
