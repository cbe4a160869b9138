package io.github.jedistopology.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyManager;

/**
 * {@link HealthIndicator} of one Redis Cluster. Reads what the topology manager knows and
 * sends nothing.
 * <ul>
 * <li>down: nothing is known of the cluster yet, nobody serves some slots, or no source
 * has answered for a minute</li>
 * <li>unknown: for a minute sources have contradicted what is believed; commands may well
 * succeed</li>
 * <li>up otherwise: a refresh that failed once takes no application out of service</li>
 * </ul>
 */
public final class RedisTopologyHealthIndicator extends AbstractHealthIndicator {

	static final Duration PATIENCE = Duration.ofMinutes(1);

	private final TopologyManager manager;

	private final Clock clock;

	/**
	 * The health of one cluster.
	 * @param manager knows the cluster
	 * @param clock tells the topology's age
	 */
	public RedisTopologyHealthIndicator(TopologyManager manager, Clock clock) {
		super("Redis Cluster topology health check failed");
		this.manager = manager;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Topology topology = this.manager.topology();
		Duration age = Duration.between(this.manager.confirmedAt(), this.clock.instant());
		builder.up().withDetail("cluster", this.manager.clusterName());
		if (topology.version() == 0) {
			builder.down().withDetail("reason", "The topology is not known yet");
		}
		else {
			describe(builder, topology, age);
		}
		RefreshReport refresh = this.manager.lastRefresh();
		if (refresh != null && !isBelieved(refresh)) {
			builder.withDetail("lastRefresh", (refresh.doubt() != null) ? refresh.doubt()
					: refresh.sources().stream().map(Object::toString).toList());
		}
		Map<?, ?> suspects = this.manager.suspects();
		if (!suspects.isEmpty()) {
			builder.withDetail("suspects", suspects.keySet().stream().map(Object::toString).sorted().toList());
		}
	}

	private void describe(Health.Builder builder, Topology topology, Duration age) {
		builder.withDetail("version", topology.version())
			.withDetail("age", age.truncatedTo(ChronoUnit.MILLIS))
			.withDetail("shards", topology.shards().size())
			.withDetail("nodes", topology.nodes().size())
			.withDetail("coveredSlots", topology.coveredSlots());
		Outcome stale = stale(age);
		if (stale == Outcome.DOUBTED) {
			builder.unknown().withDetail("reason", "Sources contradict the topology");
		}
		if (stale == Outcome.FAILED) {
			builder.down().withDetail("reason", "No source answers");
		}
		if (!topology.uncovered().isEmpty()) {
			builder.down()
				.withDetail("reason", "Nobody serves some slots")
				.withDetail("uncoveredSlots", topology.uncovered().stream().map(Object::toString).toList());
		}
	}

	/** Why the topology has not been confirmed for long, {@code null} when it has. */
	private @Nullable Outcome stale(Duration age) {
		RefreshReport refresh = this.manager.lastRefresh();
		return (refresh != null && !isBelieved(refresh) && age.compareTo(PATIENCE) > 0) ? refresh.outcome() : null;
	}

	private static boolean isBelieved(RefreshReport refresh) {
		return refresh.outcome() == Outcome.CHANGED || refresh.outcome() == Outcome.UNCHANGED;
	}

}
