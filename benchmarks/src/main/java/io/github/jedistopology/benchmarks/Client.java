package io.github.jedistopology.benchmarks;

import java.time.Duration;
import java.util.Set;

import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.PoolSettings;

/**
 * The clients that are compared, with as many connections to a node.
 */
public enum Client {

	/** This project's. */
	JEDIS_TOPOLOGY {

		@Override
		RedisClusterClient start(String endpoint) {
			PoolSettings pool = new PoolSettings(CONNECTIONS, MAX_WAIT, PoolSettings.DEFAULTS.maxIdleTime());
			return JedisTopology.builder().endpoints(endpoint).pool(pool).build().client();
		}

	},

	/** Jedis as it comes. */
	STOCK_JEDIS {

		@Override
		RedisClusterClient start(String endpoint) {
			ConnectionPoolConfig pool = new ConnectionPoolConfig();
			pool.setMaxTotal(CONNECTIONS);
			pool.setMaxIdle(CONNECTIONS);
			pool.setMaxWait(MAX_WAIT);
			return RedisClusterClient.builder().nodes(Set.of(HostAndPort.from(endpoint))).poolConfig(pool).build();
		}

	};

	static final int CONNECTIONS = 64;

	/** Nobody shall fail because the machine is slow. */
	private static final Duration MAX_WAIT = Duration.ofSeconds(30);

	abstract RedisClusterClient start(String endpoint);

}
