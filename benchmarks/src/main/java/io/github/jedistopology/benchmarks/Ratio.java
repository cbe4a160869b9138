package io.github.jedistopology.benchmarks;

import java.util.Locale;

import org.openjdk.jmh.util.ListStatistics;

/**
 * The geometric mean of paired ratios, with its 95 % confidence interval by Student's t:
 * a ratio and its inverse are equally far from 1.
 */
record Ratio(double mean, double low, double high) {

	static Ratio of(double[] ratios) {
		ListStatistics logarithms = new ListStatistics();
		for (double ratio : ratios) {
			logarithms.addValue(Math.log(ratio));
		}
		double[] interval = logarithms.getConfidenceIntervalAt(0.95);
		return new Ratio(Math.exp(logarithms.getMean()), Math.exp(interval[0]), Math.exp(interval[1]));
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "**%.3f** (%.3f to %.3f)", this.mean, this.low, this.high);
	}

}
