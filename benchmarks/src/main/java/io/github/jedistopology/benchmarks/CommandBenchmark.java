package io.github.jedistopology.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * GETs on a real cluster of three shards. The figures of one client mean nothing by
 * themselves: compare the clients of one run.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set by JMH and before each trial
public class CommandBenchmark {

	private static final int KEYS = 1024;

	/** Whose client it is. */
	@Param
	public Client client;

	private RedisClusterLab lab;

	private RedisClusterClient redis;

	@Setup(Level.Trial)
	public void start() {
		this.lab = RedisClusterLab.builder().start();
		this.redis = this.client.start(this.lab.configurationEndpoint());
		for (int i = 0; i < KEYS; i++) {
			this.redis.set("key:" + i, "value");
		}
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.redis.close();
		this.lab.close();
	}

	@Benchmark
	public @Nullable String get() {
		return this.redis.get("key:" + ThreadLocalRandom.current().nextInt(KEYS));
	}

}
