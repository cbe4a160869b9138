package io.github.jedistopology.internal.command;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;

/**
 * What of a cluster has been scanned, whatever becomes of its slots meanwhile. A visit of
 * a node finds every key that is there from its beginning to its end. So a slot is
 * covered, for good,
 * <ul>
 * <li>when a node was visited that owned it at both ends, and none of its keys were on
 * the way to another node; or</li>
 * <li>when its keys were on the way while its owner was visited, and the node that they
 * were on the way to has been visited since: what the owner had lost by the end of its
 * visit was there before the other visit began.</li>
 * </ul>
 * Belongs to one thread.
 */
final class ScanCoverage {

	private final BitSet covered = new BitSet(SlotRange.SLOTS);

	/** Slots whose owner has been visited, and the node that their keys are bound for. */
	private final Map<Integer, String> followed = new HashMap<>();

	/** The same, when that node did not want them. */
	private final Map<Integer, String> unwanted = new HashMap<>();

	/**
	 * The node to visit next.
	 * @param topology the topology of the moment
	 * @param from the slot to begin at, so that not all scans begin at the same node
	 * @return the node, {@code null} when all slots are covered but those that nobody
	 * serves
	 */
	@Nullable ClusterNode next(Topology topology, int from) {
		BitSet left = new BitSet(SlotRange.SLOTS);
		topology.shards().stream().map(Shard::slots).map(SlotRange::slots).forEach(left::or);
		left.andNot(this.covered);
		BitSet owners = (BitSet) left.clone();
		this.followed.keySet().forEach(owners::clear);
		if (!owners.isEmpty()) {
			return topology.primary(atOrAfter(owners, from));
		}
		return left.isEmpty() ? null : target(topology, atOrAfter(left, from));
	}

	private static int atOrAfter(BitSet slots, int from) {
		int slot = slots.nextSetBit(from);
		return (slot >= 0) ? slot : slots.nextSetBit(0);
	}

	/** Where the slot's keys are bound for; its owner when that is no node any more. */
	private @Nullable ClusterNode target(Topology topology, int slot) {
		return topology.nodes()
			.stream()
			.filter((node) -> node.id().equals(this.followed.get(slot)) && node.role() == NodeRole.PRIMARY)
			.findFirst()
			.orElseGet(() -> topology.primary(slot));
	}

	/** How many slots are covered. */
	int size() {
		return this.covered.cardinality();
	}

	/**
	 * A node has been asked for its slots, and may be visited.
	 * @param node its words
	 * @return whether a visit can cover anything
	 */
	boolean begins(NodeSlots node) {
		this.followed.forEach((slot, target) -> {
			if (target.equals(node.id()) && !node.keeps(slot)) {
				this.unwanted.put(slot, target);
			}
		});
		this.followed.entrySet()
			.removeIf((entry) -> this.unwanted.containsKey(entry.getKey())
					|| isElsewhere(entry.getKey(), entry.getValue(), node));
		node.owned().stream().forEach((slot) -> {
			String target = this.unwanted.remove(slot);
			if (target != null && target.equals(node.migrating().get(slot))) {
				this.covered.set(slot);
			}
		});
		BitSet candidates = (BitSet) node.owned().clone();
		candidates.andNot(this.covered);
		this.followed.keySet().forEach(candidates::clear);
		return !candidates.isEmpty() || this.followed.containsValue(node.id());
	}

	/** Its keys have got there, and moved on from there to this node. */
	private static boolean isElsewhere(int slot, String target, NodeSlots owner) {
		return owner.owned().get(slot) && !target.equals(owner.id()) && !target.equals(owner.migrating().get(slot));
	}

	/**
	 * A node has been visited from the beginning to the end.
	 * @param before its words at the beginning
	 * @param after its words at the end
	 */
	void visited(NodeSlots before, NodeSlots after) {
		if (!before.process().equals(after.process()) || !before.id().equals(after.id())) {
			return;
		}
		BitSet held = (BitSet) before.owned().clone();
		held.and(after.owned());
		held.andNot(this.covered);
		held.stream().forEach((slot) -> {
			String target = after.migrating().get(slot);
			if (target != null) {
				this.followed.put(slot, target);
			}
			else if (!before.migrating().containsKey(slot)) {
				this.covered.set(slot);
			}
		});
		this.followed.entrySet().removeIf((entry) -> arrived(entry.getKey(), entry.getValue(), before, after));
		this.followed.keySet().removeIf(this.covered::get);
	}

	private boolean arrived(int slot, String target, NodeSlots before, NodeSlots after) {
		if (!target.equals(after.id())) {
			return false;
		}
		if (before.keeps(slot) && after.keeps(slot)) {
			this.covered.set(slot);
		}
		return true;
	}

}
