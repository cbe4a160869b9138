package io.github.jedistopology.benchmarks;

import java.util.Arrays;
import java.util.Locale;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * The median of paired ratios with its 95 % confidence interval. The interval is that of
 * the sign test: it lies between two of the ratios and takes nothing for granted about
 * how they spread, so that a round in which the machine stood still does no harm.
 */
record Ratio(double median, double low, double high) {

	/** With fewer, not even the smallest and the largest are 95 % apart. */
	static final int MIN_ROUNDS = 6;

	static Ratio of(double[] ratios) {
		double[] sorted = ratios.clone();
		Arrays.sort(sorted);
		int last = sorted.length - 1;
		int outside = new BinomialDistribution(sorted.length, 0.5).inverseCumulativeProbability(0.025) - 1;
		return new Ratio((sorted[last / 2] + sorted[last - last / 2]) / 2, sorted[outside], sorted[last - outside]);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "**%.3f** (%.3f to %.3f)", this.median, this.low, this.high);
	}

}
