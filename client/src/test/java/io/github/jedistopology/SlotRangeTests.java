package io.github.jedistopology;

import java.util.BitSet;
import java.util.List;

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

}
