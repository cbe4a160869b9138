package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Counts latencies in buckets that grow with them: each power of two is split in 32, so a
 * quantile is at most 1/32 too high. Thread-safe; a quantile taken meanwhile counts each
 * concurrent record or does not.
 */
final class LatencyHistogram {

	private static final int SPLIT_BITS = 5;

	private static final int SPLIT = 1 << SPLIT_BITS;

	private final AtomicLongArray counts = new AtomicLongArray(bucketOf(Long.MAX_VALUE) + 1);

	private final LongAccumulator max = new LongAccumulator(Math::max, 0);

	void record(long nanos) {
		this.counts.incrementAndGet(bucketOf(nanos));
		this.max.accumulate(nanos);
	}

	/**
	 * The latency that a share of all records does not exceed.
	 * @param share above 0 and up to 1
	 * @return the latency, zero without records
	 */
	Duration quantile(double share) {
		long[] copy = new long[this.counts.length()];
		long total = 0;
		for (int i = 0; i < copy.length; i++) {
			copy[i] = this.counts.get(i);
			total += copy[i];
		}
		long rank = (long) Math.ceil(share * total);
		long seen = 0;
		for (int i = 0; i < copy.length && rank > 0; i++) {
			seen += copy[i];
			if (seen >= rank) {
				return Duration.ofNanos(Math.min(highestIn(i), this.max.get()));
			}
		}
		return Duration.ZERO;
	}

	Duration max() {
		return Duration.ofNanos(this.max.get());
	}

	private static int bucketOf(long nanos) {
		int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SPLIT_BITS);
		return shift * SPLIT + (int) (nanos >>> shift);
	}

	private static long highestIn(int bucket) {
		int shift = Math.max(0, bucket / SPLIT - 1);
		return ((bucket - (long) shift * SPLIT + 1) << shift) - 1;
	}

}
