package io.github.jedistopology.benchmarks.start;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContextStart}.
 */
class ContextStartScenarioTests {

	@Test
	void tableHasARowForEachMoment() {
		assertThat(ContextStart.table(1)).contains("| the context has started | ", "| the first command is answered | ",
				"| then, of the processor | ");
	}

}
