package io.github.jedistopology.benchmarks.load;

import java.util.Arrays;

/**
 * How many questions were asked in each second. Not thread-safe.
 */
final class Queries {

	private final long[] bySecond;

	Queries(int seconds) {
		this.bySecond = new long[seconds];
	}

	void add(long millis) {
		this.bySecond[(int) (millis / 1000)]++;
	}

	/** Between two seconds, the first included. */
	long sum(int from, int to) {
		return Arrays.stream(this.bySecond, from, to).sum();
	}

	/** In the busiest second between two. */
	long most(int from, int to) {
		return Arrays.stream(this.bySecond, from, to).max().orElse(0);
	}

}
