package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;

/**
 * Threads that write the same few keys over and over, 2 ms apart, and remember when they
 * succeeded.
 */
final class Callers implements AutoCloseable {

	private final Contender contender;

	private final RedisClusterClient client;

	private final ScheduledThreadPoolExecutor threads;

	/** When each thread succeeded with each key. */
	private final List<ConcurrentSkipListSet<Long>> successes = new ArrayList<>();

	private final LongAdder errors = new LongAdder();

	Callers(Contender contender, RedisClusterClient client, int threads, List<String> keys) {
		this.contender = contender;
		this.client = client;
		this.threads = new ScheduledThreadPoolExecutor(threads);
		for (int i = 0; i < threads; i++) {
			List<ConcurrentSkipListSet<Long>> own = keys.stream()
				.map((key) -> new ConcurrentSkipListSet<Long>())
				.toList();
			this.successes.addAll(own);
			this.threads.scheduleWithFixedDelay(() -> call(keys, own), 0, 2, TimeUnit.MILLISECONDS);
		}
	}

	private void call(List<String> keys, List<ConcurrentSkipListSet<Long>> own) {
		for (int i = 0; i < keys.size(); i++) {
			try {
				this.client.set(keys.get(i), "value");
				own.get(i).add(System.nanoTime());
			}
			catch (RuntimeException ex) {
				this.errors.increment();
			}
		}
	}

	Contender contender() {
		return this.contender;
	}

	long errors() {
		return this.errors.sum();
	}

	boolean allWorkAfter(long nanoTime) {
		return lastToWorkAfter(nanoTime) != null;
	}

	/**
	 * How long after one moment it took until every thread had succeeded with every key
	 * after another moment; {@code null} if it is not so yet.
	 */
	@Nullable Duration timeToWork(long from, long after) {
		Long last = lastToWorkAfter(after);
		return (last != null) ? Duration.ofNanos(last - from) : null;
	}

	private @Nullable Long lastToWorkAfter(long nanoTime) {
		List<Long> firsts = this.successes.stream()
			.map((times) -> times.higher(nanoTime))
			.filter(Objects::nonNull)
			.sorted()
			.toList();
		return (firsts.size() == this.successes.size()) ? firsts.get(firsts.size() - 1) : null;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.client.close();
	}

}
