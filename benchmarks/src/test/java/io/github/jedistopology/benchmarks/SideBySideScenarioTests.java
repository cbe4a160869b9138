package io.github.jedistopology.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SideBySideScenarioTests {

	@Test
	void everyNumberOfThreadsHasItsRow() throws Exception {
		assertThat(SideBySide.table(Options.QUICK).lines().skip(2)).satisfiesExactly(
				(row) -> assertThat(row).matches(figures(1)), (row) -> assertThat(row).matches(figures(4)));
	}

	/** Whatever they are: they depend on the machine. */
	private static String figures(int threads) {
		String counts = "[1-9][\\d,]* : [1-9][\\d,]*";
		String times = "\\d+\\.\\d+ : \\d+\\.\\d+";
		String ratio = "\\*\\*\\d+\\.\\d{3}\\*\\* \\(\\d+\\.\\d{3} to \\d+\\.\\d{3}\\)";
		return "\\| %d \\| %s \\| %s \\| %s \\| %s \\| %s \\|".formatted(threads, ratio, counts, times, counts, times);
	}

}
