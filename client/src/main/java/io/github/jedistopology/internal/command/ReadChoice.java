package io.github.jedistopology.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.Shard;
import io.github.jedistopology.internal.connection.NodeReport;

/**
 * Decides which node of a shard a read goes to.
 *
 * @param settings what the client was told
 * @param random for the choice among equals; thread-safe
 */
record ReadChoice(ReadSettings settings, RandomGenerator random) {

	/** Differences of round trips up to this are noise: the nodes are equally near. */
	private static final long AS_NEAR_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

	/**
	 * Chooses a node.
	 * @param shard the shard
	 * @param reports what each node said last, {@code null} for one that said nothing yet
	 * @param now the time, as {@link System#nanoTime()} gives it
	 * @return the shard's primary or one of its replicas
	 */
	ClusterNode of(Shard shard, Function<ClusterNode, @Nullable NodeReport> reports, long now) {
		NodeReport primary = reports.apply(shard.primary());
		if (this.settings.from() == ReadFrom.PRIMARY || primary == null) {
			return shard.primary();
		}
		List<ClusterNode> fit = new ArrayList<>(shard.replicas().size() + 1);
		for (ClusterNode replica : shard.replicas()) {
			if (replica.health() != NodeHealth.FAILED && isFit(reports.apply(replica), primary, now)) {
				fit.add(replica);
			}
		}
		if (fit.isEmpty()) {
			return shard.primary();
		}
		if (this.settings.from() != ReadFrom.PREFER_REPLICA && primary.isValid(now)) {
			fit.add(shard.primary());
		}
		return any(switch (this.settings.from()) {
			case NEAREST -> nearest(fit, reports);
			case SAME_ZONE -> near(fit, this::isInZone);
			default -> fit;
		});
	}

	/**
	 * Goes by the replica's own report, not by what the topology says of its health:
	 * other nodes call a replica loading until its primary has had something to
	 * replicate.
	 * <p>
	 * The report of the primary counts however old it is: while a primary is silent, its
	 * replicas go on to be read.
	 */
	private boolean isFit(@Nullable NodeReport replica, NodeReport primary, long now) {
		return replica != null && replica.isValid(now) && replica.inSync()
				&& primary.offset() - replica.offset() <= this.settings.maxLag();
	}

	private List<ClusterNode> nearest(List<ClusterNode> nodes, Function<ClusterNode, @Nullable NodeReport> reports) {
		long least = nodes.stream().mapToLong((node) -> roundTrip(reports.apply(node))).min().orElse(Long.MAX_VALUE);
		return near(nodes, (node) -> roundTrip(reports.apply(node)) - least <= AS_NEAR_NANOS);
	}

	private static long roundTrip(@Nullable NodeReport report) {
		return (report != null) ? report.roundTripNanos() : Long.MAX_VALUE;
	}

	private boolean isInZone(ClusterNode node) {
		String zone = this.settings.zones().zoneOf(node);
		return zone != null && zone.equals(this.settings.zone());
	}

	private static List<ClusterNode> near(List<ClusterNode> nodes, Predicate<ClusterNode> condition) {
		List<ClusterNode> near = nodes.stream().filter(condition).toList();
		return near.isEmpty() ? nodes : near;
	}

	private ClusterNode any(List<ClusterNode> nodes) {
		return nodes.get(this.random.nextInt(nodes.size()));
	}

}
