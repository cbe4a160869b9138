package io.github.jedistopology.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;

/**
 * A client that goes through a scenario.
 */
enum Contender {

	JEDIS_TOPOLOGY("Jedis Topology") {

		@Override
		RedisClusterClient start(String endpoint, HostResolver names) {
			return JedisTopology.builder().endpoints(endpoint).hostResolver(names).build().client();
		}

	},

	STOCK_JEDIS("stock Jedis") {

		@Override
		RedisClusterClient start(String endpoint, HostResolver names) {
			return stock(endpoint, names, null);
		}

	},

	STOCK_JEDIS_REFRESHING("stock Jedis, topologyRefreshPeriod 1 s") {

		@Override
		RedisClusterClient start(String endpoint, HostResolver names) {
			return stock(endpoint, names, Duration.ofSeconds(1));
		}

	};

	private static final int CONNECTIONS = 64;

	private final String label;

	Contender(String label) {
		this.label = label;
	}

	abstract RedisClusterClient start(String endpoint, HostResolver names);

	String label() {
		return this.label;
	}

	private static RedisClusterClient stock(String endpoint, HostResolver names, @Nullable Duration refreshPeriod) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxTotal(CONNECTIONS);
		pool.setMaxIdle(CONNECTIONS);
		pool.setJmxEnabled(false);
		return RedisClusterClient.builder()
			.nodes(Set.of(HostAndPort.from(endpoint)))
			.clientConfig(DefaultJedisClientConfig.builder().hostAndPortMapper((node) -> resolve(node, names)).build())
			.poolConfig(pool)
			.topologyRefreshPeriod(refreshPeriod)
			.build();
	}

	/** The only way to give stock Jedis a name service of the test's own. */
	private static HostAndPort resolve(HostAndPort node, HostResolver names) {
		try {
			List<InetAddress> addresses = names.resolve(node.getHost());
			InetAddress address = addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
			return new HostAndPort(address.getHostAddress(), node.getPort());
		}
		catch (IOException ex) {
			throw new JedisConnectionException(ex);
		}
	}

}
