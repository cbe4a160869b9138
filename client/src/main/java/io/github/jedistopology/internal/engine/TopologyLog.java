package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.Trigger;

/**
 * Writes to the log what an operator wants to read later: changes of nodes, and the
 * beginning and the end of a time without answers, of doubt, or of disagreement. One line
 * for an incident, not one for each refresh of it.
 */
final class TopologyLog implements TopologyListener {

	private static final Logger logger = LoggerFactory.getLogger("io.github.jedistopology.topology");

	private final String clusterName;

	/** Sources disagree for a moment whenever the cluster changes. */
	private static final int LASTING = 5;

	/**
	 * A node that comes and goes is told this often, and so long nothing must have got
	 * worse before lost slots are another incident.
	 */
	private static final Duration QUIET = Duration.ofMinutes(1);

	private final InstantSource clock;

	private final Map<HostAndPort, Instant> suspectsTold = new HashMap<>();

	private Instant quietAboutSlotsUntil = Instant.MIN;

	private boolean unanswered;

	private boolean doubted;

	private int disagreements;

	TopologyLog(String clusterName, InstantSource clock) {
		this.clusterName = clusterName;
		this.clock = clock;
	}

	@Override
	public void topologyChanged(TopologyChange change) {
		Topology after = change.after();
		List<ClusterNode> failed = newlyFailedNodes(change);
		// Slots that move one by one are many and of no interest one by one.
		boolean small = change.movedSlots() <= 1 && change.added().isEmpty() && change.removed().isEmpty()
				&& failed.isEmpty();
		logger.atLevel(small ? Level.DEBUG : Level.INFO)
			.log("Redis Cluster '{}': {} shards, {} nodes, {} of 16384 slots covered; added {}, removed {}, failed {}, "
					+ "{} slots moved (version {}, trigger {})", this.clusterName, after.shards().size(),
					after.nodes().size(), after.coveredSlots(), endpoints(change.added()), endpoints(change.removed()),
					endpoints(failed), change.movedSlots(), after.version(), change.trigger());
		uncovered(change);
	}

	/** One warning for an incident, however many steps it has. */
	private void uncovered(TopologyChange change) {
		boolean first = change.before().version() == 0;
		List<SlotRange> uncovered = change.after().uncovered();
		if (!(first ? uncovered : change.uncovered()).isEmpty()) {
			Instant now = this.clock.instant();
			boolean quiet = now.isBefore(this.quietAboutSlotsUntil);
			logger.atLevel(quiet ? Level.INFO : Level.WARN)
				.log("Redis Cluster '{}': nobody serves slots {}", this.clusterName, SlotRange.describe(uncovered));
			this.quietAboutSlotsUntil = now.plus(QUIET);
		}
		else if (!first && !change.covered().isEmpty()) {
			logger.info("Redis Cluster '{}': slots {} are served again", this.clusterName,
					SlotRange.describe(change.covered()));
		}
	}

	private static List<ClusterNode> newlyFailedNodes(TopologyChange change) {
		List<ClusterNode> before = failed(change.before());
		return failed(change.after()).stream()
			.filter((node) -> before.stream().noneMatch((known) -> known.id().equals(node.id())))
			.toList();
	}

	private static List<ClusterNode> failed(Topology topology) {
		return topology.nodes().stream().filter((node) -> node.health() == NodeHealth.FAILED).toList();
	}

	private static List<String> endpoints(List<ClusterNode> nodes) {
		return nodes.stream().map((node) -> node.endpoint().toString()).toList();
	}

	@Override
	public void refreshed(RefreshReport report) {
		// A start that fails is told by its exception.
		boolean failed = report.outcome() == Outcome.FAILED && report.trigger() != Trigger.STARTUP;
		if (failed && !this.unanswered) {
			logger.warn("Redis Cluster '{}': no source answered, the topology stays as it was: {}", this.clusterName,
					report.sources());
		}
		else if (!failed && this.unanswered) {
			logger.info("Redis Cluster '{}': sources answer again: {}", this.clusterName,
					report.sources().stream().filter((source) -> source.failure() == null).toList());
		}
		this.unanswered = failed;
		doubted(report);
		disagreed(report);
	}

	private void doubted(RefreshReport report) {
		boolean doubted = report.outcome() == Outcome.DOUBTED;
		if (doubted && !this.doubted) {
			logger.warn("Redis Cluster '{}': what the sources say is not believed before it is confirmed, as {}: {}",
					this.clusterName, report.doubt(), report.sources());
		}
		this.doubted = doubted;
	}

	private void disagreed(RefreshReport report) {
		if (report.outcome() == Outcome.FAILED) {
			return;
		}
		if (report.dissenters().isEmpty()) {
			if (this.disagreements >= LASTING) {
				logger.info("Redis Cluster '{}': the sources agree again", this.clusterName);
			}
			this.disagreements = 0;
		}
		else if (++this.disagreements == LASTING) {
			logger.warn("Redis Cluster '{}': sources disagree with the topology since {} refreshes: {}",
					this.clusterName, LASTING, report.dissenters());
		}
	}

	@Override
	public void nodeSuspected(HostAndPort endpoint) {
		Instant now = this.clock.instant();
		this.suspectsTold.values().removeIf((told) -> !told.plus(QUIET).isAfter(now));
		boolean first = this.suspectsTold.putIfAbsent(endpoint, now) == null;
		logger.atLevel(first ? Level.WARN : Level.DEBUG)
			.log("Redis Cluster '{}': {} does not answer, its commands wait for a failover or fail", this.clusterName,
					endpoint);
	}

	@Override
	public void nodeRecovered(HostAndPort endpoint) {
		logger.atLevel(this.suspectsTold.containsKey(endpoint) ? Level.INFO : Level.DEBUG)
			.log("Redis Cluster '{}': {} answers again", this.clusterName, endpoint);
	}

}
