package io.github.jedistopology.boot.metrics;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyManager;

/**
 * Meters of the connections to one cluster, each with the cluster's name as tag
 * {@code cluster}:
 * <ul>
 * <li>{@code redis.pool.connections}, by {@code node}, {@code use} and {@code state};
 * nodes come and go with the topology</li>
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
		};
		this.manager.addListener(follower);
		follow(connections, waiting);
	}

	/** Reads have pools of their own once replicas may serve them. */
	private synchronized void follow(MultiGauge connections, MultiGauge waiting) {
		List<Pool> pools = Stream
			.concat(pools("commands", this.statistics.pools(), this.statistics::pool),
					pools("reads", this.statistics.readPools(), this.statistics::readPool))
			.toList();
		connections.register(pools.stream().<Row<?>>mapMulti((pool, rows) -> {
			rows.accept(pool.row(PoolState::active, "state", "active"));
			rows.accept(pool.row(PoolState::idle, "state", "idle"));
		}).toList());
		waiting.register(pools.stream().<Row<?>>map((pool) -> pool.row(PoolState::waiting)).toList());
	}

	private static Stream<Pool> pools(String use, List<PoolState> states,
			Function<HostAndPort, @Nullable PoolState> pool) {
		return states.stream().map((state) -> new Pool(state.endpoint(), use, pool));
	}

	/**
	 * The pool of one node for one use.
	 */
	private record Pool(HostAndPort endpoint, String use, Function<HostAndPort, @Nullable PoolState> state) {

		Row<?> row(ToIntFunction<PoolState> number, String... tags) {
			return Row.of(Tags.of("node", this.endpoint.toString(), "use", this.use).and(tags), () -> {
				PoolState pool = this.state.apply(this.endpoint);
				return (pool != null) ? number.applyAsInt(pool) : 0;
			});
		}

	}

}
