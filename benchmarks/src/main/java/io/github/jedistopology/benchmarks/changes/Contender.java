package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.StockJedis;

/**
 * The clients that go through each change side by side, with the same time-outs.
 */
enum Contender {

	JEDIS_TOPOLOGY("Jedis Topology") {

		@Override
		RedisClusterClient start(RedisClusterLab lab) {
			return JedisTopology.builder()
				.endpoints(lab.configurationEndpoint())
				.hostResolver(lab.names()::resolve)
				.build()
				.client();
		}

	},

	STOCK_JEDIS("stock Jedis") {

		@Override
		RedisClusterClient start(RedisClusterLab lab) {
			return stock(lab, null);
		}

	},

	STOCK_JEDIS_REFRESHING("stock Jedis, refresh 1 s") {

		@Override
		RedisClusterClient start(RedisClusterLab lab) {
			return stock(lab, Duration.ofSeconds(1));
		}

	};

	private final String label;

	Contender(String label) {
		this.label = label;
	}

	abstract RedisClusterClient start(RedisClusterLab lab);

	String label() {
		return this.label;
	}

	private static RedisClusterClient stock(RedisClusterLab lab, @Nullable Duration refreshPeriod) {
		return StockJedis.start(lab.configurationEndpoint(), lab.names()::resolve, Timeouts.DEFAULTS.connect(),
				Timeouts.DEFAULTS.command(), refreshPeriod);
	}

}
