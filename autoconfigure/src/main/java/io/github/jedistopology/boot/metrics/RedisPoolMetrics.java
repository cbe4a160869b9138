package io.github.jedistopology.boot.metrics;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyManager;

/**
 * Meters of the connections to one cluster, each with the cluster's name as tag
 * {@code cluster}:
 * <ul>
 * <li>{@code redis.pool.connections}, by {@code node}, {@code use} and {@code state};
 * nodes come and go with the topology, uses show after the next refresh</li>
 * <li>{@code redis.pool.waiting}, the threads that wait for a connection, by {@code node}
 * and {@code use}</li>
 * <li>{@code redis.pool.dials}, a counter, by {@code outcome}</li>
 * <li>{@code redis.pool.dials.removed}, a counter of dials to addresses that the cluster
 * had given up</li>
 * </ul>
 */
public final class RedisPoolMetrics implements MeterBinder {

	private final TopologyManager manager;

	private final ConnectionStatistics statistics;

	/**
	 * Meters of one cluster.
	 * @param manager tells when nodes come and go
	 * @param statistics tells of the connections
	 */
	public RedisPoolMetrics(TopologyManager manager, ConnectionStatistics statistics) {
		this.manager = manager;
		this.statistics = statistics;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Tags tags = Tags.of("cluster", this.manager.clusterName());
		bindPools(registry, tags);
		for (DialOutcome outcome : DialOutcome.values()) {
			FunctionCounter.builder("redis.pool.dials", this.statistics, (statistics) -> statistics.dials(outcome))
				.description("Attempts to open a connection")
				.tags(tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT)))
				.register(registry);
		}
		FunctionCounter.builder("redis.pool.dials.removed", this.statistics, ConnectionStatistics::dialsToRemovedNodes)
			.description("Attempts to open a connection to an address that the cluster had given up")
			.tags(tags)
			.register(registry);
	}

	private void bindPools(MeterRegistry registry, Tags tags) {
		MultiGauge connections = MultiGauge.builder("redis.pool.connections")
			.description("Connections to a node")
			.tags(tags)
			.register(registry);
		MultiGauge waiting = MultiGauge.builder("redis.pool.waiting")
			.description("Threads that wait for a connection to a node")
			.tags(tags)
			.register(registry);
		TopologyListener follower = new TopologyListener() {

			@Override
			public void topologyChanged(TopologyChange change) {
				follow(connections, waiting);
			}

			@Override
			public void refreshed(RefreshReport report) {
				follow(connections, waiting);
			}

		};
		this.manager.addListener(follower);
		follow(connections, waiting);
	}

	private synchronized void follow(MultiGauge connections, MultiGauge waiting) {
		List<PoolState> pools = this.statistics.pools();
		connections.register(pools.stream().<Row<?>>mapMulti((pool, rows) -> {
			rows.accept(row(pool, PoolState::active, "state", "active"));
			rows.accept(row(pool, PoolState::idle, "state", "idle"));
		}).toList());
		waiting.register(pools.stream().<Row<?>>map((pool) -> row(pool, PoolState::waiting)).toList());
	}

	private Row<?> row(PoolState pool, ToIntFunction<PoolState> number, String... tags) {
		HostAndPort endpoint = pool.endpoint();
		PoolUse use = pool.use();
		return Row.of(Tags.of("node", endpoint.toString(), "use", use.name().toLowerCase(Locale.ROOT)).and(tags),
				() -> {
					PoolState now = this.statistics.pool(endpoint, use);
					return (now != null) ? number.applyAsInt(now) : 0;
				});
	}

}
