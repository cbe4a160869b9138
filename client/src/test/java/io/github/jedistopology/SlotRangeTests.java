package io.github.jedistopology;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SlotRange}.
 */
class SlotRangeTests {

	@ParameterizedTest
	@CsvSource({ "-1, 5", "5, 4", "0, 16384", "16384, 16384" })
	void boundsAreChecked(int start, int end) {
		assertThatIllegalArgumentException().isThrownBy(() -> new SlotRange(start, end))
			.withMessage("Slot range %d-%d: expected 0 <= start <= end <= 16383", start, end);
	}

	@Test
	void bothEndsCount() {
		assertThat(new SlotRange(0, 16383).size()).isEqualTo(16384);
		assertThat(new SlotRange(7, 7).size()).isOne();
		assertThat(new SlotRange(7, 7)).hasToString("7");
		assertThat(new SlotRange(7, 9)).hasToString("7-9");
	}

	@Test
	void slotsBecomeTheFewestRangesAndBack() {
		BitSet slots = new BitSet();
		slots.set(0, 2);
		slots.set(5);
		slots.set(16380, 16384);
		List<SlotRange> ranges = SlotRange.of(slots);
		assertThat(ranges).containsExactly(new SlotRange(0, 1), new SlotRange(5, 5), new SlotRange(16380, 16383));
		assertThat(SlotRange.slots(ranges)).isEqualTo(slots);
		assertThat(SlotRange.of(new BitSet())).isEmpty();
	}

	@Test
	void manyRangesAreAFewWords() {
		assertThat(SlotRange.describe(SlotRange.of(BitSet.valueOf(new long[] { 0b1011 })))).isEqualTo("0-1, 3");
		BitSet every = new BitSet();
		IntStream.range(0, 8).forEach((index) -> every.set(2 * index));
		assertThat(SlotRange.describe(SlotRange.of(every)))
			.isEqualTo("0, 2, 4, 6, 8 and 3 more ranges, 8 slots in all");
	}

}
