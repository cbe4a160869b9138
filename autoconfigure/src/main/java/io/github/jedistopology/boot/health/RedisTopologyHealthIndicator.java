package io.github.jedistopology.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyManager;

/**
 * {@link HealthIndicator} of one Redis Cluster. Reads what the topology manager knows and
 * sends nothing. The worst that it finds is the status, all that it finds the reasons.
 * <ul>
 * <li>down: nothing is known of the cluster yet, nobody serves any slot, or for a minute
 * no source has answered</li>
 * <li>{@link #DEGRADED degraded}: nobody serves some of the slots</li>
 * <li>unknown: for a minute sources have contradicted what is believed, or nobody has
 * confirmed it for three refresh intervals and at least a minute; commands may well
 * succeed</li>
 * <li>up otherwise: a refresh that failed once takes no application out of service</li>
 * </ul>
 */
public final class RedisTopologyHealthIndicator extends AbstractHealthIndicator {

	/**
	 * Commands for some keys cannot succeed, those for all others can. Spring Boot does
	 * not know this status: it answers 200, and leaves it out when it puts several
	 * together, unless told otherwise.
	 */
	public static final Status DEGRADED = new Status("DEGRADED");

	static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int MISSED_INTERVALS = 3;

	private static final List<Status> WORST_FIRST = List.of(Status.DOWN, DEGRADED, Status.UNKNOWN);

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
		Instant now = this.clock.instant();
		Topology topology = this.manager.topology();
		Duration age = Duration.between(this.manager.confirmedAt(), now);
		List<Finding> findings = findings(topology, age, now);
		builder.status(worst(findings)).withDetail("cluster", this.manager.clusterName());
		if (!findings.isEmpty()) {
			builder.withDetail("reasons", findings.stream().map(Finding::reason).toList());
		}
		if (topology.version() > 0) {
			describe(builder, topology, age);
		}
		RefreshReport refresh = this.manager.lastRefresh();
		if (refresh != null && !isBelieved(refresh.outcome())) {
			builder.withDetail("lastRefresh", (refresh.doubt() != null) ? refresh.doubt()
					: refresh.sources().stream().map(Object::toString).toList());
		}
		Map<?, ?> suspects = this.manager.suspects();
		if (!suspects.isEmpty()) {
			builder.withDetail("suspects", suspects.keySet().stream().map(Object::toString).sorted().toList());
		}
	}

	private List<Finding> findings(Topology topology, Duration age, Instant now) {
		List<Finding> findings = new ArrayList<>();
		if (topology.version() == 0) {
			findings.add(new Finding(Status.DOWN, "The topology is not known yet"));
		}
		else if (topology.coveredSlots() == 0) {
			findings.add(new Finding(Status.DOWN, "Nobody serves any slot"));
		}
		else if (!topology.uncovered().isEmpty()) {
			findings.add(new Finding(DEGRADED, "Nobody serves some slots"));
		}
		if (persists((outcome) -> outcome == Outcome.FAILED, now)) {
			findings.add(new Finding(Status.DOWN, "No source answers"));
		}
		else if (persists((outcome) -> !isBelieved(outcome), now)) {
			findings.add(new Finding(Status.UNKNOWN, "Sources contradict the topology"));
		}
		if (topology.version() > 0 && isStale(age)) {
			findings.add(new Finding(Status.UNKNOWN, "The topology is stale"));
		}
		return findings;
	}

	/**
	 * Whether all refreshes of more than a minute up to now have come to this. The age of
	 * the topology does not tell: with a long interval it is old when the first one
	 * fails.
	 */
	private boolean persists(Predicate<Outcome> outcome, Instant now) {
		List<RefreshReport> refreshes = this.manager.history().refreshes();
		int first = refreshes.size();
		while (first > 0 && outcome.test(refreshes.get(first - 1).outcome())) {
			first--;
		}
		return first < refreshes.size()
				&& Duration.between(refreshes.get(first).startedAt(), now).compareTo(PATIENCE) > 0;
	}

	/** Whatever the last refresh has found: perhaps there is none any more. */
	private boolean isStale(Duration age) {
		Duration missed = this.manager.refreshInterval().multipliedBy(MISSED_INTERVALS);
		return age.compareTo(PATIENCE) > 0 && age.compareTo(missed) > 0;
	}

	private static Status worst(List<Finding> findings) {
		return findings.stream()
			.map(Finding::status)
			.min(Comparator.comparingInt(WORST_FIRST::indexOf))
			.orElse(Status.UP);
	}

	private static void describe(Health.Builder builder, Topology topology, Duration age) {
		builder.withDetail("version", topology.version())
			.withDetail("age", age.truncatedTo(ChronoUnit.MILLIS))
			.withDetail("shards", topology.shards().size())
			.withDetail("nodes", topology.nodes().size())
			.withDetail("coveredSlots", topology.coveredSlots());
		if (!topology.uncovered().isEmpty()) {
			builder.withDetail("uncoveredSlots", topology.uncovered().stream().map(Object::toString).toList());
		}
	}

	private static boolean isBelieved(Outcome outcome) {
		return outcome == Outcome.CHANGED || outcome == Outcome.UNCHANGED;
	}

	private record Finding(Status status, String reason) {

	}

}
