package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;

/**
 * The nodes that the cluster has removed, remembered for a while: somebody may still name
 * them. Immutable.
 */
public final class Tombstones {

	/** Nobody has been removed. */
	public static final Tombstones NONE = new Tombstones(Map.of());

	static final Duration EXPIRY = Duration.ofMinutes(10);

	private final Map<ClusterNode, Instant> removed;

	private Tombstones(Map<ClusterNode, Instant> removed) {
		this.removed = Map.copyOf(removed);
	}

	/**
	 * Brings the tombstones up to date with a new topology.
	 * @param gone nodes that are no longer listed
	 * @param listed all nodes that are listed; one that is back, or another node at the
	 * address of a removed one, has no tombstone
	 * @param now the present time
	 * @return the tombstones from now on
	 */
	public Tombstones update(List<ClusterNode> gone, List<ClusterNode> listed, Instant now) {
		Map<ClusterNode, Instant> tombstones = new HashMap<>(this.removed);
		gone.stream().filter(ClusterNode::identified).forEach((node) -> tombstones.put(node, now));
		tombstones.entrySet()
			.removeIf((tombstone) -> tombstone.getValue().plus(EXPIRY).isBefore(now)
					|| listed.stream().anyMatch((node) -> isSame(node, tombstone.getKey())));
		return new Tombstones(tombstones);
	}

	private static boolean isSame(ClusterNode node, ClusterNode removed) {
		return node.id().equals(removed.id()) || node.isAt(removed.endpoint());
	}

	/**
	 * Whether a removed node was reached at an address.
	 * @param address a host name or IP address, and a port
	 * @return whether nobody should go there
	 */
	public boolean cover(HostAndPort address) {
		return this.removed.keySet().stream().anyMatch((node) -> node.isAt(address));
	}

}
