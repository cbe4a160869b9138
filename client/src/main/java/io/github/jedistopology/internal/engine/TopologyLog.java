package io.github.jedistopology.internal.engine;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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
 * beginning and the end of a time without answers.
 */
final class TopologyLog implements TopologyListener {

	private static final Logger logger = LoggerFactory.getLogger("io.github.jedistopology.topology");

	private final String clusterName;

	private boolean unanswered;

	TopologyLog(String clusterName) {
		this.clusterName = clusterName;
	}

	@Override
	public void topologyChanged(TopologyChange change) {
		Topology after = change.after();
		List<ClusterNode> failed = newlyFailed(change);
		// Slots that move one by one are many and of no interest one by one.
		boolean small = change.movedSlots() <= 1 && change.added().isEmpty() && change.removed().isEmpty()
				&& failed.isEmpty();
		logger.atLevel(small ? Level.DEBUG : Level.INFO)
			.log("Redis Cluster '{}': {} shards, {} nodes, {} of 16384 slots covered; added {}, removed {}, failed {}, "
					+ "{} slots moved (version {}, trigger {})", this.clusterName, after.shards().size(),
					after.nodes().size(), after.coveredSlots(), endpoints(change.added()), endpoints(change.removed()),
					endpoints(failed), change.movedSlots(), after.version(), change.trigger());
		List<SlotRange> uncovered = after.uncovered();
		if (!uncovered.isEmpty() && !uncovered.equals(change.before().uncovered())) {
			logger.warn("Redis Cluster '{}': nobody serves slots {}", this.clusterName, uncovered);
		}
	}

	private static List<ClusterNode> newlyFailed(TopologyChange change) {
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
	}

}
