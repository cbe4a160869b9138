package io.github.jedistopology.internal.view;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SlotSet}.
 */
class SlotSetTests {

	private final SlotSet slots = new SlotSet();

	@Test
	void rangesAreInOrderAndAsFewAsCanBe() {
		this.slots.add(200, 300);
		this.slots.add(0, 99);
		this.slots.add(100, 100);
		assertThat(this.slots.ranges()).hasToString("[0-100, 200-300]");
	}

	@ParameterizedTest
	@CsvSource({ "1,0", "-1,0", "0,16384", "4294967296,4294967297", "0,4294967296" })
	void whatIsNoRangeIsRefused(long first, long last) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> this.slots.add(first, last))
			.withMessage("its view has a slot range that is none: %d-%d".formatted(first, last));
	}

	@Test
	void whatComesTwiceIsRefused() {
		this.slots.add(0, 10);
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> this.slots.add(10, 11))
			.withMessage("its view lists slots 10-11 twice");
	}

}
