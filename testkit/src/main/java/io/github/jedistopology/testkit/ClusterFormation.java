package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.List;

/**
 * Joins servers into a cluster.
 */
final class ClusterFormation {

	private static final Duration ACQUAINTANCE_TIMEOUT = Duration.ofSeconds(30);

	private ClusterFormation() {
	}

	/**
	 * Makes a cluster of servers that know nothing yet: the first ones become primaries
	 * with even shares of the slots, the others their replicas in turn.
	 */
	static void form(List<LabNode> nodes, int shards) {
		List<LabNode> primaries = nodes.subList(0, shards);
		for (int i = 0; i < shards; i++) {
			SlotRange share = SlotRange.share(i, shards);
			NodeAdmin primary = primaries.get(i).admin();
			primary.cluster("SET-CONFIG-EPOCH", i + 1);
			primary.cluster("ADDSLOTSRANGE", share.first(), share.last());
		}
		meet(nodes.get(0), nodes.subList(1, nodes.size()));
		replicate(primaries, nodes.subList(shards, nodes.size()));
	}

	/** Introduces new servers to a cluster through one of its nodes. */
	static void meet(LabNode member, List<LabNode> strangers) {
		for (LabNode stranger : strangers) {
			NodeAddress address = stranger.listensAt();
			member.admin().cluster("MEET", address.ip(), address.port(), address.busPort());
		}
	}

	/** Makes the nodes replicas of the primaries in turn. */
	static void replicate(List<LabNode> primaries, List<LabNode> replicas) {
		for (int i = 0; i < replicas.size(); i++) {
			LabNode replica = replicas.get(i);
			LabNode primary = primaries.get(i % primaries.size());
			Await.until(replica + " replicates " + primary, ACQUAINTANCE_TIMEOUT, () -> {
				replica.admin().cluster("REPLICATE", primary.id());
				return null;
			});
		}
	}

}
