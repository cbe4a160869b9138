package io.github.jedistopology.scenario;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.testkit.StockJedis;

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
		return StockJedis.start(endpoint, names::resolve, Timeouts.DEFAULTS.connect(), commandTimeout, refreshPeriod);
	}

}
