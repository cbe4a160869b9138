package io.github.jedistopology.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ManyKeys}.
 */
class ManyKeysScenarioTests {

	@Test
	void tableHasARowForEachCommand() {
		assertThat(ManyKeys.table(List.of(3), 1, Ratio.MIN_ROUNDS)).contains("| 3 | MSET | ", "| 3 | MGET | ");
	}

}
