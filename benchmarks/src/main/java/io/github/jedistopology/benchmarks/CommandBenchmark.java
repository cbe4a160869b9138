package io.github.jedistopology.benchmarks;

import java.util.Set;
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
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.JedisTopology;
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

	private static final int CONNECTIONS = 64;

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

	/**
	 * The clients that are compared, with as many connections to a node.
	 */
	public enum Client {

		/** This project's. */
		JEDIS_TOPOLOGY {

			@Override
			RedisClusterClient start(String endpoint) {
				return JedisTopology.builder().endpoints(endpoint).build().client();
			}

		},

		/** Jedis as it comes. */
		STOCK_JEDIS {

			@Override
			RedisClusterClient start(String endpoint) {
				ConnectionPoolConfig pool = new ConnectionPoolConfig();
				pool.setMaxTotal(CONNECTIONS);
				pool.setMaxIdle(CONNECTIONS);
				return RedisClusterClient.builder().nodes(Set.of(HostAndPort.from(endpoint))).poolConfig(pool).build();
			}

		};

		abstract RedisClusterClient start(String endpoint);

	}

}
