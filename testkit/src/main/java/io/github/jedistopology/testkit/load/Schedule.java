package io.github.jedistopology.testkit.load;

import java.util.concurrent.TimeUnit;

/**
 * When each turn of one thread is due, so that all threads together keep an even rate.
 *
 * @param start when the first turn of the first thread is due, in nanoseconds
 * @param rate turns a second of all threads together
 * @param threads how many threads there are
 * @param thread which of them this is, from 0
 */
record Schedule(long start, int rate, int threads, int thread) {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	long due(long turn) {
		long turnOfAll = turn * this.threads + this.thread;
		// In two steps, since the turns of a few hours times 10^9 exceed a long.
		return this.start + turnOfAll / this.rate * SECOND + turnOfAll % this.rate * SECOND / this.rate;
	}

}
