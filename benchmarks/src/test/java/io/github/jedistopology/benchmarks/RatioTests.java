package io.github.jedistopology.benchmarks;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RatioTests {

	@Test
	void intervalIsThatOfTheSignTest() {
		assertThat(Ratio.of(oneTo(Ratio.MIN_ROUNDS))).isEqualTo(new Ratio(3.5, 1, 6));
		assertThat(Ratio.of(oneTo(25))).isEqualTo(new Ratio(13, 8, 18));
		assertThat(Ratio.of(oneTo(50))).isEqualTo(new Ratio(25.5, 18, 33));
	}

	@Test
	void orderDoesNotMatter() {
		assertThat(Ratio.of(new double[] { 6, 1, 5, 2, 4, 3 })).isEqualTo(Ratio.of(oneTo(6)));
	}

	@Test
	void roundThatStoodStillDoesNoHarm() {
		double[] ratios = oneTo(50);
		ratios[0] = 1e-6;
		ratios[49] = 1e6;
		assertThat(Ratio.of(ratios)).isEqualTo(Ratio.of(oneTo(50)));
	}

	@Test
	void printsThreeDecimals() {
		assertThat(new Ratio(1.25, 1, 1.5)).hasToString("**1.250** (1.000 to 1.500)");
	}

	private static double[] oneTo(int count) {
		return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
	}

}
