package io.github.jedistopology.benchmarks.changes;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RunsTests {

	@Test
	void runsAsOftenAsIsSaid() {
		assertThat(Runs.parse(5)).isEqualTo(5);
		assertThat(Runs.parse(5, "--runs=12")).isEqualTo(12);
	}

	@Test
	void refusesWhatItDoesNotUnderstand() {
		refuses("--runs=0");
		refuses("--runs=many");
		refuses("--rounds=5");
	}

	private static void refuses(String argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> Runs.parse(5, argument))
			.withMessage("'%s' is unknown: expected --runs=5 or another number from 1 to 9999", argument);
	}

}
