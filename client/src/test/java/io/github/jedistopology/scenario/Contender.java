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

import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.Timeouts;

/**
 * A client that goes through a scenario.
 */
enum Contender {

	JEDIS_TOPOLOGY("Jedis Topology") {

		@Override
		RedisClusterClient start(String endpoint, HostResolver names, Duration commandTimeout) {
			return JedisTopology.builder()
				.endpoints(endpoint)
				.hostResolver(names)
				.timeouts(new Timeouts(Timeouts.DEFAULTS.connect(), commandTimeout, Timeouts.DEFAULTS.topologyQuery()))
				.build()
				.client();
		}

		@Override
		boolean mayHaveExecuted(RuntimeException failure) {
			return failure instanceof CommandMaybeExecutedException;
		}

	},

	STOCK_JEDIS("stock Jedis") {

		@Override
		RedisClusterClient start(String endpoint, HostResolver names, Duration commandTimeout) {
			return stock(endpoint, names, commandTimeout, null);
		}

	},

	STOCK_JEDIS_REFRESHING("stock Jedis, topologyRefreshPeriod 1 s") {

		@Override
		RedisClusterClient start(String endpoint, HostResolver names, Duration commandTimeout) {
			return stock(endpoint, names, commandTimeout, Duration.ofSeconds(1));
		}

	};

	private static final int CONNECTIONS = 64;

	private final String label;

	Contender(String label) {
		this.label = label;
	}

	RedisClusterClient start(String endpoint, HostResolver names) {
		return start(endpoint, names, Timeouts.DEFAULTS.command());
	}

	abstract RedisClusterClient start(String endpoint, HostResolver names, Duration commandTimeout);

	/** Stock Jedis does not say, so it may always be so. */
	boolean mayHaveExecuted(RuntimeException failure) {
		return true;
	}

	String label() {
		return this.label;
	}

	private static RedisClusterClient stock(String endpoint, HostResolver names, Duration commandTimeout,
			@Nullable Duration refreshPeriod) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxTotal(CONNECTIONS);
		pool.setMaxIdle(CONNECTIONS);
		pool.setJmxEnabled(false);
		return RedisClusterClient.builder()
			.nodes(Set.of(HostAndPort.from(endpoint)))
			.clientConfig(DefaultJedisClientConfig.builder()
				.socketTimeoutMillis((int) commandTimeout.toMillis())
				.hostAndPortMapper((node) -> resolve(node, names))
				.build())
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
