package io.github.jedistopology.testkit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Whether the nodes of a cluster see one and the same healthy cluster: every running node
 * knows all nodes and no others, is connected with each one that runs, sees it in the
 * role, with the slots and under the name that it gives itself; replicas are in sync; and
 * the cluster's state is ok everywhere. What needs a node that is down is left out.
 */
final class Agreement {

	private Agreement() {
	}

	/** What is missing; null when nothing is. */
	static @Nullable String missing(List<LabNode> nodes) {
		Map<LabNode, ClusterView> views = nodes.stream()
			.filter(LabNode::isRunning)
			.collect(Collectors.toMap(Function.identity(), (node) -> node.admin().view()));
		Set<String> ids = nodes.stream().map(LabNode::id).collect(Collectors.toSet());
		String dispute = dispute(ids, views.values());
		return (dispute != null) ? dispute : unready(views, views.size() == nodes.size());
	}

	private static @Nullable String unready(Map<LabNode, ClusterView> views, boolean complete) {
		Set<String> running = views.keySet().stream().map(LabNode::id).collect(Collectors.toSet());
		for (Map.Entry<LabNode, ClusterView> entry : views.entrySet()) {
			LabNode node = entry.getKey();
			String primaryId = entry.getValue().own().primaryId();
			if (primaryId != null && running.contains(primaryId) && !node.admin().isInSync()) {
				return node + " is not in sync with its primary";
			}
			if (complete && !node.admin().isStateOk()) {
				return "cluster_state of " + node + " is not ok";
			}
		}
		return null;
	}

	/** What the views of the running nodes do not agree on. */
	static @Nullable String dispute(Set<String> ids, Collection<ClusterView> views) {
		for (ClusterView view : views) {
			if (!view.entries().keySet().equals(ids)) {
				return "Node " + view.self() + " knows " + view.entries().keySet() + " instead of " + ids;
			}
			for (ClusterView other : views) {
				ClusterView.Entry seen = view.entry(other.self());
				ClusterView.Entry claimed = other.own();
				if (seen.isDoubtful() || !seen.connected()) {
					return "Node " + view.self() + " has no healthy link to " + seen;
				}
				if (!seen.slots().equals(claimed.slots()) || !seen.hostName().equals(claimed.hostName())
						|| !Objects.equals(seen.primaryId(), claimed.primaryId())) {
					return "Node " + view.self() + " sees " + seen + " instead of " + claimed;
				}
			}
		}
		return null;
	}

}
