package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.StockJedis;

/**
 * The clients that go through each change side by side, with the same time-outs.
 */
public enum Contender {

	/** This project's. */
	JEDIS_TOPOLOGY("Jedis Topology") {

		@Override
		public Subject start(RedisClusterLab lab, ReadFrom reads) {
			JedisTopology cluster = JedisTopology.builder()
				.endpoints(lab.configurationEndpoint())
				.hostResolver(lab.names()::resolve)
				.reads(new ReadSettings(reads))
				.build();
			return new Subject(cluster.client(), cluster::multi, Doubt::isTold);
		}

	},

	/** As it comes. */
	STOCK_JEDIS("stock Jedis") {

		@Override
		public Subject start(RedisClusterLab lab, ReadFrom reads) {
			return stock((reads == ReadFrom.PRIMARY) ? stock(lab, (Duration) null)
					: StockJedis.startReader(lab.configurationEndpoint(), lab.names()::resolve,
							Timeouts.DEFAULTS.connect(), Timeouts.DEFAULTS.command()));
		}

	},

	/** As a careful user configures it; it then asks for the topology regularly. */
	STOCK_JEDIS_REFRESHING("stock Jedis, refresh 1 s") {

		@Override
		public Subject start(RedisClusterLab lab, ReadFrom reads) {
			return stock(stock(lab, Duration.ofSeconds(1)));
		}

	};

	private final String label;

	Contender(String label) {
		this.label = label;
	}

	/**
	 * Connects to a cluster.
	 * @param lab the cluster
	 * @param reads where {@link RedisClusterClient#executeCommandToReplica} reads from
	 * @return the client, to be closed by the caller
	 */
	public abstract Subject start(RedisClusterLab lab, ReadFrom reads);

	/**
	 * Whose client it is.
	 * @return a name for tables
	 */
	public String label() {
		return this.label;
	}

	/** It does not say what may have been executed, so it may always be so. */
	private static Subject stock(RedisClusterClient client) {
		return new Subject(client, (key) -> client.multi(), (failure) -> true);
	}

	private static RedisClusterClient stock(RedisClusterLab lab, @Nullable Duration refreshPeriod) {
		return StockJedis.start(lab.configurationEndpoint(), lab.names()::resolve, Timeouts.DEFAULTS.connect(),
				Timeouts.DEFAULTS.command(), refreshPeriod);
	}

}
