package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.PipelinedCommandException;

/**
 * Threads that increment counters in pipelines, each its own ones, and several times in
 * each pipeline: so that the replies tell in which order the commands were executed.
 */
final class PipelineLoad implements AutoCloseable {

	private static final int THREADS = 4;

	private static final int KEYS = 24;

	private static final int TIMES = 3;

	private final String label;

	private final RedisClusterClient client;

	private final List<Counter> counters = new ArrayList<>();

	private final LongAdder acknowledged = new LongAdder();

	private final LongAdder inDoubt = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final LongAdder disorder = new LongAdder();

	private volatile String lastError = "none";

	private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS);

	PipelineLoad(Contender contender, String scenario, RedisClusterClient client) {
		this.label = contender.label();
		this.client = client;
		for (int thread = 0; thread < THREADS; thread++) {
			String prefix = "%s:%s:%d:".formatted(scenario, contender, thread);
			List<Counter> own = IntStream.range(0, KEYS).mapToObj((i) -> new Counter(prefix + i)).toList();
			this.counters.addAll(own);
			this.threads.scheduleWithFixedDelay(() -> increment(own), 0, 10, TimeUnit.MILLISECONDS);
		}
	}

	private void increment(List<Counter> own) {
		List<Response<Long>> responses = new ArrayList<>();
		try (ClusterPipeline pipeline = this.client.pipelined()) {
			for (int i = 0; i < TIMES * KEYS; i++) {
				responses.add(pipeline.incr(own.get(i % KEYS).key));
			}
			pipeline.sync();
		}
		catch (RuntimeException ex) {
			this.lastError = ex.toString();
		}
		for (int i = 0; i < TIMES * KEYS; i++) {
			judge(own.get(i % KEYS), (i < responses.size()) ? responses.get(i) : null);
		}
	}

	private void judge(Counter counter, Response<Long> response) {
		try {
			if (response == null) {
				counter.inDoubt++;
				this.inDoubt.increment();
				return;
			}
			long value = response.get();
			if (value <= counter.last) {
				this.disorder.increment();
			}
			counter.last = value;
			counter.acknowledged++;
			this.acknowledged.increment();
		}
		catch (JedisDataException ex) {
			this.lastError = ex.toString();
			if (ex instanceof PipelinedCommandException failure && failure.maybeExecuted()) {
				counter.inDoubt++;
				this.inDoubt.increment();
			}
			else {
				this.refused.increment();
			}
		}
		catch (IllegalStateException ex) {
			// Stock Jedis leaves it open.
			this.lastError = ex.toString();
			counter.inDoubt++;
			this.inDoubt.increment();
		}
	}

	long acknowledged() {
		return this.acknowledged.sum();
	}

	long inDoubt() {
		return this.inDoubt.sum();
	}

	void awaitProgress() {
		long goal = acknowledged() + 20L * KEYS * TIMES;
		await(() -> acknowledged() >= goal);
	}

	/** Whatever becomes of the threads that stock Jedis starts. */
	static void await(Callable<Boolean> condition) {
		Awaitility.await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(60)).until(condition);
	}

	/** Ends the load and reads every counter. */
	Report stop(String scenario, RedisClusterClient reader) {
		close();
		await(this.threads::isTerminated);
		long lost = 0;
		long executedTwice = 0;
		for (Counter counter : this.counters) {
			String text = reader.get(counter.key);
			long value = (text != null) ? Long.parseLong(text) : 0;
			lost += Math.max(0, counter.acknowledged - value);
			executedTwice += Math.max(0, value - counter.acknowledged - counter.inDoubt);
		}
		Report report = new Report(acknowledged(), inDoubt(), this.refused.sum(), lost, executedTwice,
				this.disorder.sum());
		System.out.printf("%-24s %-16s %s; last error: %s%n", scenario, this.label, report, this.lastError);
		return report;
	}

	@Override
	public void close() {
		this.threads.shutdown();
	}

	/** Used by one thread. */
	private static final class Counter {

		private final String key;

		private long acknowledged;

		private long inDoubt;

		private long last;

		Counter(String key) {
			this.key = key;
		}

	}

	/**
	 * What came of the commands.
	 *
	 * @param refused failed without having been executed
	 * @param lost acknowledged, and not in the counters
	 * @param executedTwice in the counters, and neither acknowledged nor in doubt
	 * @param disorder replies that show that a command was executed before an earlier one
	 */
	record Report(long acknowledged, long inDoubt, long refused, long lost, long executedTwice, long disorder) {

	}

}
