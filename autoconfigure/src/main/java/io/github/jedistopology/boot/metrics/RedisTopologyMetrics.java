package io.github.jedistopology.boot.metrics;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.jedistopology.NodeRole;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyManager;

/**
 * Meters of one cluster's topology, each with the cluster's name as tag {@code cluster}:
 * <ul>
 * <li>{@code redis.topology.refresh}, a timer, by {@code cause} and {@code outcome}</li>
 * <li>{@code redis.topology.sources}, a counter of those that refreshes asked, by
 * {@code answer}</li>
 * <li>{@code redis.topology.nodes}, by {@code role}</li>
 * <li>{@code redis.topology.age}, the time since sources last confirmed the topology</li>
 * <li>{@code redis.topology.slots.uncovered}, how many slots nobody serves</li>
 * <li>{@code redis.topology.suspects}, how many primaries do not answer commands</li>
 * <li>{@code redis.topology.tombstones}, how many addresses the cluster has given up
 * lately</li>
 * </ul>
 */
public final class RedisTopologyMetrics implements MeterBinder {

	private final TopologyManager manager;

	/**
	 * Meters of one cluster.
	 * @param manager knows the cluster
	 */
	public RedisTopologyMetrics(TopologyManager manager) {
		this.manager = manager;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Tags tags = Tags.of("cluster", this.manager.clusterName());
		bindGauges(registry, tags);
		bindRefreshes(registry, tags);
	}

	private void bindGauges(MeterRegistry registry, Tags tags) {
		for (NodeRole role : NodeRole.values()) {
			Gauge.builder("redis.topology.nodes", this.manager, (manager) -> nodes(manager, role))
				.description("Nodes of the Redis Cluster")
				.tags(tags.and("role", tagValue(role)))
				.register(registry);
		}
		Gauge
			.builder("redis.topology.slots.uncovered", this.manager,
					(manager) -> SlotRange.SLOTS - manager.topology().coveredSlots())
			.description("Hash slots that no node serves")
			.tags(tags)
			.register(registry);
		TimeGauge
			.builder("redis.topology.age", this.manager, TimeUnit.MILLISECONDS,
					(manager) -> registry.config().clock().wallTime() - manager.confirmedAt().toEpochMilli())
			.description("Time since the topology was last confirmed")
			.tags(tags)
			.register(registry);
		Gauge.builder("redis.topology.suspects", this.manager, (manager) -> manager.suspects().size())
			.description("Primaries that do not answer commands")
			.tags(tags)
			.register(registry);
		Gauge.builder("redis.topology.tombstones", this.manager, (manager) -> manager.tombstones().size())
			.description("Addresses that the cluster has given up lately")
			.tags(tags)
			.register(registry);
	}

	private void bindRefreshes(MeterRegistry registry, Tags tags) {
		Sources sources = new Sources(source(registry, tags, "agreed"), source(registry, tags, "disagreed"),
				source(registry, tags, "failed"));
		TopologyListener recorder = new TopologyListener() {
			@Override
			public void refreshed(RefreshReport report) {
				record(report, registry, tags);
				report.sources().forEach((source) -> sources.of(source).increment());
			}
		};
		// The refresh at start-up has ended before there is a registry.
		RefreshReport last = this.manager.lastRefresh();
		if (last != null) {
			recorder.refreshed(last);
		}
		this.manager.addListener(recorder);
	}

	private static Counter source(MeterRegistry registry, Tags tags, String answer) {
		return Counter.builder("redis.topology.sources")
			.description("Sources that refreshes have asked")
			.tags(tags.and("answer", answer))
			.register(registry);
	}

	private static void record(RefreshReport report, MeterRegistry registry, Tags tags) {
		Timer.builder("redis.topology.refresh")
			.description("Refreshes of the topology")
			.tags(tags.and("cause", tagValue(report.trigger()), "outcome", tagValue(report.outcome())))
			.register(registry)
			.record(report.duration());
	}

	private static long nodes(TopologyManager manager, NodeRole role) {
		return manager.topology().nodes().stream().filter((node) -> node.role() == role).count();
	}

	private static String tagValue(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private record Sources(Counter agreed, Counter disagreed, Counter failed) {

		Counter of(SourceReport source) {
			if (source.failure() != null) {
				return this.failed;
			}
			return source.dissent().isEmpty() ? this.agreed : this.disagreed;
		}

	}

}
