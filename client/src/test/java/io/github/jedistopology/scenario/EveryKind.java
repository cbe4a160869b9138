package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;

import io.github.jedistopology.JedisTopology;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of command at the same time, over and over; each kind has threads of its
 * own. Commands may fail.
 */
final class EveryKind implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int THREADS_PER_KIND = 2;

	private static final String[] KEYS = IntStream.range(0, 24).mapToObj((i) -> "key:" + i).toArray(String[]::new);

	private static final String CHANNEL = "channel";

	private final JedisTopology cluster;

	private final RedisClusterClient client;

	private final ScheduledThreadPoolExecutor threads;

	private final List<Future<?>> loops = new ArrayList<>();

	private final LongAdder done = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final AtomicInteger turns = new AtomicInteger();

	EveryKind(JedisTopology cluster) {
		this.cluster = cluster;
		this.client = cluster.client();
		List<Runnable> kinds = List.of(this::oneKey, this::publish, this::allPrimaries, this::scan, this::manyKeys,
				this::pipeline, this::transaction, this::watch, this::script, this::pop, this::readStream,
				this::subscribe, this::subscribeSharded);
		this.threads = new ScheduledThreadPoolExecutor(kinds.size() * THREADS_PER_KIND);
		for (int i = 0; i < THREADS_PER_KIND; i++) {
			kinds.forEach((kind) -> this.loops
				.add(this.threads.scheduleWithFixedDelay(() -> run(kind), 0, 10, TimeUnit.MILLISECONDS)));
		}
	}

	private void run(Runnable kind) {
		try {
			kind.run();
			this.done.increment();
		}
		catch (JedisException ex) {
			this.failed.increment();
		}
	}

	private String key() {
		return KEYS[Math.floorMod(this.turns.getAndIncrement(), KEYS.length)];
	}

	private void oneKey() {
		this.client.incr(key());
		this.client.get(key());
	}

	private void publish() {
		this.client.publish(CHANNEL, "message");
		this.client.spublish(CHANNEL, "message");
	}

	private void allPrimaries() {
		this.client.ping();
	}

	private void scan() {
		ScanIteration iteration = this.client.scanIteration(10, "*");
		while (!iteration.isIterationCompleted()) {
			iteration.nextBatch();
		}
	}

	private void manyKeys() {
		this.client.mget(KEYS);
		this.client.touch(KEYS);
	}

	private void pipeline() {
		try (ClusterPipeline pipeline = this.client.pipelined()) {
			for (String key : KEYS) {
				pipeline.incr(key);
			}
		}
	}

	private void transaction() {
		String key = key();
		try (AbstractTransaction transaction = this.cluster.multi(key)) {
			transaction.incr(key);
			transaction.exec();
		}
	}

	private void watch() {
		String key = key();
		try (AbstractTransaction transaction = this.cluster.transaction(key)) {
			transaction.watch(key);
			transaction.get(key).get();
			transaction.multi();
			transaction.incr(key);
			transaction.exec();
		}
	}

	private void script() {
		String key = key();
		String sha = this.client.scriptLoad("return redis.call('GET', KEYS[1])", key);
		this.client.evalsha(sha, List.of(key), List.of());
	}

	private void pop() {
		this.client.blpop(0.2, key() + ":list");
	}

	private void readStream() {
		this.client.xread(new XReadParams().block(200), Map.of(key() + ":stream", new StreamEntryID()));
	}

	/** Ends with the first message. */
	private void subscribe() {
		this.client.subscribe(new JedisPubSub() {

			@Override
			public void onMessage(String channel, String message) {
				unsubscribe();
			}

		}, CHANNEL);
	}

	private void subscribeSharded() {
		this.client.ssubscribe(new JedisShardedPubSub() {

			@Override
			public void onSMessage(String channel, String message) {
				sunsubscribe();
			}

		}, CHANNEL);
	}

	/** Returns after so many more commands, of all kinds together. */
	void awaitProgress(long commands) {
		long goal = this.done.sum() + commands;
		Awaitility.await().atMost(PATIENCE).until(() -> this.done.sum() >= goal);
	}

	@Override
	public String toString() {
		return "%,d commands, %,d failed".formatted(this.done.sum(), this.failed.sum());
	}

	/** The last subscribers need a message to end. */
	@Override
	public void close() {
		assertThat(this.loops).as("loops that something else than a failed command has ended")
			.noneMatch(Future::isDone);
		this.threads.shutdown();
		Awaitility.await().atMost(PATIENCE).until(() -> {
			publish();
			return this.threads.isTerminated();
		});
	}

}
