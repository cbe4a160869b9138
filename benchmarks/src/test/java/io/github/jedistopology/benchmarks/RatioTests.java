package io.github.jedistopology.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RatioTests {

	@Test
	void twiceAsFastAndHalfAsFastAverageToEquallyFast() {
		Ratio ratio = Ratio.of(new double[] { 2, 0.5, 2, 0.5 });
		assertThat(ratio.mean()).isCloseTo(1, within(1e-9));
		assertThat(ratio.low()).isCloseTo(1 / ratio.high(), within(1e-9));
	}

	@Test
	void intervalFollowsStudentsDistribution() {
		// Logarithms -1, 0, 1: deviation 1, t for two degrees of freedom 4.303
		double error = 4.30265 / Math.sqrt(3);
		Ratio ratio = Ratio.of(new double[] { 1 / Math.E, 1, Math.E });
		assertThat(ratio.low()).isCloseTo(Math.exp(-error), within(1e-4));
		assertThat(ratio.high()).isCloseTo(Math.exp(error), within(1e-3));
	}

	@Test
	void equalRoundsLeaveNoDoubt() {
		assertThat(Ratio.of(new double[] { 1.25, 1.25, 1.25 })).hasToString("**1.250** (1.250 to 1.250)");
	}

}
