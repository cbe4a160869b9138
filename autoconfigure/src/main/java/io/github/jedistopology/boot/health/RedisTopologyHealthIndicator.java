package io.github.jedistopology.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyManager;

/**
 * {@link HealthIndicator} of one Redis Cluster: up while every slot is served, otherwise
 * down, with the slots that nobody serves. Reads what the topology manager knows and
 * sends nothing.
 */
public final class RedisTopologyHealthIndicator extends AbstractHealthIndicator {

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
		builder.up()
			.withDetail("cluster", this.manager.clusterName())
			.withDetail("version", topology.version())
			.withDetail("age", age())
			.withDetail("shards", topology.shards().size())
			.withDetail("nodes", topology.nodes().size())
			.withDetail("coveredSlots", topology.coveredSlots());
		if (!topology.uncovered().isEmpty()) {
			builder.down().withDetail("uncoveredSlots", topology.uncovered().stream().map(Object::toString).toList());
		}
	}

	private Duration age() {
		return Duration.between(this.manager.confirmedAt(), this.clock.instant()).truncatedTo(ChronoUnit.MILLIS);
	}

}
