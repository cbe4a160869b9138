package io.github.jedistopology.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisException;

import io.github.jedistopology.MultiKeyCommandException;
import io.github.jedistopology.MultiKeyCommandException.Outcome;

/**
 * Threads that write many keys at once, each its own ones, and read them back.
 */
final class MultiKeyLoad implements AutoCloseable {

	private static final int THREADS = 2;

	private static final int KEYS = 60;

	private final RedisClusterClient client;

	private final LongAdder done = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder wrong = new LongAdder();

	private volatile String lastError = "none";

	private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS);

	MultiKeyLoad(String scenario, RedisClusterClient client) {
		this.client = client;
		for (int i = 0; i < THREADS; i++) {
			Worker worker = new Worker("multi-key:%s:%d:".formatted(scenario, i));
			this.threads.scheduleWithFixedDelay(worker, 0, 10, TimeUnit.MILLISECONDS);
		}
	}

	void awaitProgress() {
		long goal = this.done.sum() + 50;
		PipelineLoad.await(() -> this.done.sum() >= goal);
	}

	Report stop(String scenario) {
		close();
		PipelineLoad.await(this.threads::isTerminated);
		Report report = new Report(this.done.sum(), this.failed.sum(), this.wrong.sum());
		System.out.printf("%-24s multi-key %s; last error: %s%n", scenario, report, this.lastError);
		return report;
	}

	@Override
	public void close() {
		this.threads.shutdown();
	}

	/**
	 * What came of the commands.
	 *
	 * @param done succeeded
	 * @param failed threw an exception
	 * @param wrong values and counts that cannot be
	 */
	record Report(long done, long failed, long wrong) {

	}

	private final class Worker implements Runnable {

		private final List<String> keys;

		/** A value that may have been written can come to light much later. */
		private final List<Set<String>> possible;

		private final List<String> values;

		private long round;

		Worker(String prefix) {
			this.keys = IntStream.range(0, KEYS).mapToObj((i) -> prefix + i).toList();
			this.possible = this.keys.stream().<Set<String>>map((key) -> new HashSet<>()).toList();
			this.values = new ArrayList<>(Collections.nCopies(KEYS, null));
		}

		@Override
		public void run() {
			String value = String.valueOf(++this.round);
			write(value);
			read();
		}

		private void write(String value) {
			String[] words = this.keys.stream().flatMap((key) -> List.of(key, value).stream()).toArray(String[]::new);
			try {
				MultiKeyLoad.this.client.mset(words);
				MultiKeyLoad.this.done.increment();
				this.values.replaceAll((before) -> value);
			}
			catch (MultiKeyCommandException ex) {
				failed(ex);
				Set<String> executed = new HashSet<>(ex.keys(Outcome.EXECUTED));
				Set<String> doubtful = new HashSet<>(ex.keys(Outcome.MAYBE_EXECUTED));
				for (int i = 0; i < KEYS; i++) {
					if (executed.contains(this.keys.get(i))) {
						this.values.set(i, value);
					}
					if (doubtful.contains(this.keys.get(i))) {
						this.possible.get(i).add(value);
					}
				}
			}
			catch (JedisException ex) {
				failed(ex);
				this.possible.forEach((values) -> values.add(value));
			}
		}

		private void read() {
			String[] names = this.keys.toArray(String[]::new);
			try {
				List<String> found = MultiKeyLoad.this.client.mget(names);
				for (int i = 0; i < KEYS; i++) {
					if (!isPossible(i, found.get(i))) {
						wrong("%s, not %s or %s".formatted(found.get(i), this.values.get(i), this.possible.get(i)));
					}
				}
				long count = MultiKeyLoad.this.client.exists(names);
				if (count > KEYS || count < this.values.stream().filter((expected) -> expected != null).count()) {
					wrong(count + " keys exist");
				}
				MultiKeyLoad.this.done.add(2);
			}
			catch (JedisException ex) {
				failed(ex);
			}
		}

		private boolean isPossible(int key, String value) {
			String expected = this.values.get(key);
			return (value != null) ? value.equals(expected) || this.possible.get(key).contains(value)
					: expected == null;
		}

		private void failed(JedisException failure) {
			MultiKeyLoad.this.failed.increment();
			MultiKeyLoad.this.lastError = failure.toString();
		}

		private void wrong(String what) {
			MultiKeyLoad.this.wrong.increment();
			MultiKeyLoad.this.lastError = what;
		}

	}

}
