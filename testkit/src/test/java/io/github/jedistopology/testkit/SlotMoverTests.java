package io.github.jedistopology.testkit;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlotMoverTests {

	@Test
	void theLastSlotGoesAlone() {
		assertThat(SlotMover.batches(List.of(7))).containsExactly(List.of(7));
		assertThat(SlotMover.batches(List.of(7, 9))).containsExactly(List.of(7), List.of(9));
		List<Integer> slots = IntStream.range(0, 202).boxed().toList();
		assertThat(SlotMover.batches(slots)).containsExactly(slots.subList(0, 100), slots.subList(100, 200),
				slots.subList(200, 201), slots.subList(201, 202));
	}

}
