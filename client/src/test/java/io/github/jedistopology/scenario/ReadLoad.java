package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;

/**
 * Threads that read the same keys over and over, a few ms apart. Each key is its own
 * value, and nobody changes it.
 */
final class ReadLoad implements AutoCloseable {

	private static final int THREADS = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final UnaryOperator<String> read;

	private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS);

	private final LongAdder reads = new LongAdder();

	private final LongAdder missing = new LongAdder();

	private final AtomicLong longestNanos = new AtomicLong();

	/** What went wrong, and how often. */
	private final Map<String, Integer> failures = new ConcurrentHashMap<>();

	ReadLoad(List<String> keys, UnaryOperator<String> read) {
		this.read = read;
		for (int i = 0; i < THREADS; i++) {
			this.threads.scheduleWithFixedDelay(() -> keys.forEach(this::read), 0, 5, TimeUnit.MILLISECONDS);
		}
	}

	private void read(String key) {
		long start = System.nanoTime();
		try {
			String value = this.read.apply(key);
			if (value == null) {
				this.missing.increment();
			}
			else if (!value.equals(key)) {
				failed("wrong value");
			}
		}
		catch (RuntimeException ex) {
			failed(ex.toString());
		}
		this.longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
		this.reads.increment();
	}

	private void failed(String how) {
		this.failures.merge(how, 1, Integer::sum);
	}

	/** Returns after so many more reads. */
	void goOn(int reads) {
		long enough = this.reads.sum() + reads;
		Awaitility.await().atMost(PATIENCE).until(() -> this.reads.sum() >= enough);
	}

	Map<String, Integer> failures() {
		return this.failures;
	}

	long missing() {
		return this.missing.sum();
	}

	void print(String scenario) {
		System.out.printf("%-60s %,d reads, %d failed, %d found nothing, longest %,d ms%n", scenario, this.reads.sum(),
				this.failures.values().stream().mapToInt(Integer::intValue).sum(), missing(),
				Duration.ofNanos(this.longestNanos.get()).toMillis());
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
