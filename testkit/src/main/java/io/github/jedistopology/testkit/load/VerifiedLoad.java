package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import redis.clients.jedis.UnifiedJedis;

/**
 * A background load of reads and writes, half and half on random keys, that checks every
 * value that it reads. Each key is written and read by one thread only, and its value
 * says who wrote it and when, so after an acknowledged write nothing else may be read. A
 * write that failed may have happened or not: either is right until a read shows it, or
 * the next write is acknowledged.
 * <p>
 * The load is open: each operation is due at a time fixed in advance, and its latency
 * counts from then, so that a stall shows in full. A thread that is behind goes on
 * without a pause, one operation after the other, until it has caught up; what is more
 * than a second overdue it skips, and counts with the latency it had by then. So the
 * target never sees more operations at once than there are threads, and after a stall at
 * most one second's worth of them in a row.
 * <p>
 * Keys stay where they are when the load ends; a later load with the same prefix goes on
 * with them. Two loads at the same time need two prefixes. Thread-safe.
 *
 * <pre>{@code
 * try (VerifiedLoad load = VerifiedLoad.on(jedis).rate(2000).threads(8).start()) {
 *     ...
 *     assertThat(load.stop().lostWrites()).isZero();
 * }
 * }</pre>
 */
public final class VerifiedLoad implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration GRACE = Duration.ofSeconds(1);

	private final LoadRecorder recorder = new LoadRecorder();

	private final List<LoadWorker> workers = new ArrayList<>();

	private final Crew crew;

	private final long start = System.nanoTime();

	private volatile long end;

	private volatile boolean stopped;

	private VerifiedLoad(Builder settings) {
		SplittableRandom random = new SplittableRandom();
		String run = Long.toHexString(random.nextLong());
		for (int i = 0; i < settings.threads; i++) {
			Schedule schedule = new Schedule(this.start, settings.rate, settings.threads, i);
			this.workers.add(new LoadWorker(settings.target, settings.keysOf(i, run), schedule, random.split(),
					PausingClock.SYSTEM, this.recorder));
		}
		this.crew = new Crew("verified-load", this.workers);
	}

	/**
	 * A load on a Jedis client, with 2,000 operations a second by 8 threads unless said
	 * otherwise.
	 * @param jedis the client; the caller closes it, after the load
	 * @return the builder of the load
	 */
	public static Builder on(UnifiedJedis jedis) {
		return on(LoadTarget.of(jedis));
	}

	/**
	 * A load on anything with keys and values.
	 * @param target what is read and written
	 * @return the builder of the load
	 */
	public static Builder on(LoadTarget target) {
		return new Builder(target);
	}

	/**
	 * What the load has seen so far. Costs the load next to nothing.
	 * @return the report at this moment
	 */
	public LoadReport report() {
		long until = this.stopped ? this.end : System.nanoTime();
		int unverified = this.workers.stream().mapToInt(LoadWorker::unverifiedKeys).sum();
		return this.recorder.report(Duration.ofNanos(until - this.start), unverified);
	}

	/**
	 * Stop, and read every key a last time. Waits for at most 20 seconds: keys that could
	 * not be read by then are reported as unverified. Stopping again changes nothing.
	 * @return the final report
	 */
	public LoadReport stop() {
		return stop(PATIENCE);
	}

	LoadReport stop(Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		end(deadline, deadline);
		return report();
	}

	/**
	 * End all threads, and verify nothing: their operations in flight get a second. Cuts
	 * a {@link #stop()} short that goes on at the same time. After {@link #stop()} there
	 * is nothing left to do.
	 */
	@Override
	public void close() {
		long now = System.nanoTime();
		this.workers.forEach((worker) -> worker.stop(now));
		end(now, now + GRACE.toNanos());
	}

	private synchronized void end(long verifyUntil, long deadline) {
		if (!this.stopped) {
			this.workers.forEach((worker) -> worker.stop(verifyUntil));
			this.end = System.nanoTime();
			this.stopped = true;
			this.crew.dismiss(deadline);
		}
	}

	/**
	 * Settings of a {@link VerifiedLoad}. Not thread-safe.
	 */
	public static final class Builder {

		private final LoadTarget target;

		private int rate = 2000;

		private int threads = 8;

		private int keysPerThread = 64;

		private String keyPrefix = "verified-load";

		private Builder(LoadTarget target) {
			this.target = target;
		}

		/**
		 * How fast.
		 * @param operationsPerSecond operations a second, of all threads together
		 * @return this builder
		 */
		public Builder rate(int operationsPerSecond) {
			this.rate = Settings.positive("rate", operationsPerSecond);
			return this;
		}

		/**
		 * How many operations may be in flight at once.
		 * @param threads the number of threads
		 * @return this builder
		 */
		public Builder threads(int threads) {
			this.threads = Settings.positive("threads", threads);
			return this;
		}

		/**
		 * How many keys each thread has, 64 by default. They spread over all slots.
		 * @param keysPerThread the number of keys
		 * @return this builder
		 */
		public Builder keysPerThread(int keysPerThread) {
			this.keysPerThread = Settings.positive("keysPerThread", keysPerThread);
			return this;
		}

		/**
		 * What all keys start with, {@code verified-load} by default.
		 * @param keyPrefix the prefix, without a hash tag if keys shall be spread
		 * @return this builder
		 */
		public Builder keyPrefix(String keyPrefix) {
			this.keyPrefix = keyPrefix;
			return this;
		}

		private List<VerifiedKey> keysOf(int thread, String run) {
			return IntStream.range(0, this.keysPerThread)
				.mapToObj((i) -> new VerifiedKey(this.keyPrefix + ":" + thread + ":" + i, run))
				.toList();
		}

		/**
		 * Start the load.
		 * @return the running load
		 */
		public VerifiedLoad start() {
			VerifiedLoad load = new VerifiedLoad(this);
			load.crew.start();
			return load;
		}

	}

}
