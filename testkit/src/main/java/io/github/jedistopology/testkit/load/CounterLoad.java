package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A background load of {@code INCR}s that finds out whether one is lost or executed
 * twice. Each key is incremented by one thread only, which counts what was acknowledged
 * and what failed but may have been executed. At any time,
 * {@code acknowledged <= value <=
 * acknowledged + may have been executed} must hold for each key: the replies show it, and
 * {@link #verify(Function)} does when all is over.
 * <p>
 * A command that lies in a buffer, of a frozen node for example, may be executed long
 * after its client has given up on it. Verify when the servers have caught up, or an
 * execution that is too many may come later. Keys are new for each load, and stay.
 * Thread-safe.
 *
 * <pre>{@code
 * try (CounterLoad load = CounterLoad.on(jedis::incr, (ex) -> true).threads(16).start()) {
 *     ...
 *     load.stop();
 *     assertThat(load.verify(another::get).isExact()).isTrue();
 * }
 * }</pre>
 */
public final class CounterLoad implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final CounterRecorder recorder = new CounterRecorder();

	private final List<Counter> counters = new ArrayList<>();

	private final List<CounterWorker> workers = new ArrayList<>();

	private final Crew crew;

	private final long start = System.nanoTime();

	private volatile long end;

	private volatile boolean stopped;

	private volatile int unverifiedKeys;

	private CounterLoad(Builder settings) {
		String run = Long.toHexString(new SplittableRandom().nextLong());
		PausingClock clock = PausingClock.SYSTEM;
		for (int i = 0; i < settings.threads; i++) {
			List<Counter> own = settings.countersOf(i, run);
			this.counters.addAll(own);
			this.workers.add(new CounterWorker(settings.increment, settings.mayHaveBeenExecuted, own,
					settings.turnsOf(i, this.start, clock), clock, this.recorder));
		}
		this.unverifiedKeys = this.counters.size();
		this.crew = new Crew("counter-load", this.workers);
	}

	/**
	 * A load on a client, by 8 threads as fast as they can unless said otherwise.
	 * @param increment {@code INCR} of a client, such as {@code jedis::incr}: gives the
	 * new value, or throws any {@link RuntimeException}; called by all threads at once
	 * @param mayHaveBeenExecuted whether the {@code INCR} may have been executed although
	 * it threw this
	 * @return the builder of the load
	 */
	public static Builder on(ToLongFunction<String> increment, Predicate<RuntimeException> mayHaveBeenExecuted) {
		return new Builder(increment, mayHaveBeenExecuted);
	}

	/**
	 * What the load has seen so far.
	 * @return the report at this moment
	 */
	public CounterReport report() {
		long until = this.stopped ? this.end : System.nanoTime();
		return this.recorder.report(Duration.ofNanos(until - this.start), this.counters, this.unverifiedKeys);
	}

	/**
	 * Stop. Waits for at most 20 seconds for what is in flight; what still is by then may
	 * have been executed. Stopping again changes nothing.
	 */
	public void stop() {
		stop(PATIENCE);
	}

	synchronized void stop(Duration patience) {
		if (!this.stopped) {
			this.workers.forEach(CounterWorker::stop);
			this.end = System.nanoTime();
			this.stopped = true;
			this.crew.dismiss(this.end + patience.toNanos());
		}
	}

	/**
	 * Read every key, after a {@link #stop()} if there was none, and judge its value.
	 * Keys that cannot be read at once, or within 20 seconds all together, are reported
	 * as unverified. Can be repeated; what was wrong once stays so.
	 * @param reader {@code GET} of a client, such as {@code jedis::get}, better another
	 * one than that of the load
	 * @return the report
	 */
	public synchronized CounterReport verify(Function<String, @Nullable String> reader) {
		stop();
		long start = System.nanoTime();
		int unverified = this.counters.size();
		for (Counter counter : this.counters) {
			if (System.nanoTime() - start < PATIENCE.toNanos() && verify(counter, reader)) {
				unverified--;
			}
		}
		this.unverifiedKeys = unverified;
		return report();
	}

	private boolean verify(Counter counter, Function<String, @Nullable String> reader) {
		try {
			Counter.Bounds bounds = counter.bounds();
			String text = reader.apply(counter.name());
			long value = (text != null) ? Long.parseLong(text) : 0;
			this.recorder.found(counter.judge(value, bounds), counter, value);
			return true;
		}
		catch (RuntimeException ex) {
			this.recorder.failed("GET", counter, ex);
			return false;
		}
	}

	@Override
	public void close() {
		stop();
	}

	/**
	 * Settings of a {@link CounterLoad}. Not thread-safe.
	 */
	public static final class Builder {

		private final ToLongFunction<String> increment;

		private final Predicate<RuntimeException> mayHaveBeenExecuted;

		private @Nullable Integer rate;

		private int threads = 8;

		private int keysPerThread = 16;

		private String keyPrefix = "counter-load";

		private Builder(ToLongFunction<String> increment, Predicate<RuntimeException> mayHaveBeenExecuted) {
			this.increment = increment;
			this.mayHaveBeenExecuted = mayHaveBeenExecuted;
		}

		/**
		 * How fast, instead of as fast as the threads can. As a {@link VerifiedLoad}
		 * does, the load then catches up after a stall, and skips what is more than a
		 * second overdue.
		 * @param incrementsPerSecond {@code INCR}s a second, of all threads together
		 * @return this builder
		 */
		public Builder rate(int incrementsPerSecond) {
			this.rate = Settings.positive("rate", incrementsPerSecond);
			return this;
		}

		/**
		 * How many {@code INCR}s may be in flight at once.
		 * @param threads the number of threads
		 * @return this builder
		 */
		public Builder threads(int threads) {
			this.threads = Settings.positive("threads", threads);
			return this;
		}

		/**
		 * How many keys each thread has, 16 by default.
		 * @param keysPerThread the number of keys
		 * @return this builder
		 */
		public Builder keysPerThread(int keysPerThread) {
			this.keysPerThread = Settings.positive("keysPerThread", keysPerThread);
			return this;
		}

		/**
		 * What all keys start with, {@code counter-load} by default.
		 * @param keyPrefix the prefix, with a hash tag if all keys shall have one slot
		 * @return this builder
		 */
		public Builder keyPrefix(String keyPrefix) {
			this.keyPrefix = keyPrefix;
			return this;
		}

		private List<Counter> countersOf(int thread, String run) {
			return IntStream.range(0, this.keysPerThread)
				.mapToObj((i) -> new Counter(this.keyPrefix + ":" + run + ":" + thread + ":" + i))
				.toList();
		}

		private Turns turnsOf(int thread, long start, PausingClock clock) {
			return (this.rate != null) ? new Turns(new Schedule(start, this.rate, this.threads, thread)::due, clock)
					: Turns.atOnce(clock);
		}

		/**
		 * Start the load.
		 * @return the running load
		 */
		public CounterLoad start() {
			CounterLoad load = new CounterLoad(this);
			load.crew.start();
			return load;
		}

	}

}
