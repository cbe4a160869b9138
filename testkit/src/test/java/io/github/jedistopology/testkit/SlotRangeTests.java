package io.github.jedistopology.testkit;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SlotRangeTests {

	@ParameterizedTest
	@CsvSource({ "5, 5, 5, 1", "0-5460, 0, 5460, 5461", "16383, 16383, 16383, 1" })
	void readsAndWritesWhatClusterNodesSays(String text, int first, int last, int size) {
		SlotRange range = SlotRange.parse(text);
		assertThat(range).isEqualTo(new SlotRange(first, last)).hasToString(text);
		assertThat(range.size()).isEqualTo(size);
		assertThat(range.slots()).hasSize(size);
	}

	@Test
	void refusesWhatIsNoRangeOfSlots() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SlotRange(5, 4)).withMessageContaining("5-4");
		assertThatIllegalArgumentException().isThrownBy(() -> new SlotRange(-1, 4)).withMessageContaining("-1-4");
		assertThatIllegalArgumentException().isThrownBy(() -> new SlotRange(0, 16384)).withMessageContaining("0-16384");
	}

	@Test
	void sharesCoverAllSlotsEvenly() {
		assertThat(IntStream.range(0, 3).mapToObj((index) -> SlotRange.share(index, 3)))
			.containsExactly(new SlotRange(0, 5460), new SlotRange(5461, 10921), new SlotRange(10922, 16383));
	}

}
