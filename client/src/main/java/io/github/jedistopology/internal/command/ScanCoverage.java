package io.github.jedistopology.internal.command;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

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
 * <li>when a node was visited that owned it from the beginning to the end, and none of
 * its keys were on the way to another node; or</li>
 * <li>when its keys were on the way while its owner was visited, and the node that they
 * were on the way to has been visited since: what the owner had lost by the end of its
 * visit was there before the other visit began.</li>
 * </ul>
 * Belongs to one thread.
 */
final class ScanCoverage {

	private final BitSet covered = new BitSet(SlotRange.SLOTS);

	/** Slots whose owner has been visited while their keys were on the way. */
	private final Map<Integer, Journey> followed = new HashMap<>();

	/** The same, when the node that the keys are bound for gives the slot away itself. */
	private final Map<Integer, Journey> unwanted = new HashMap<>();

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
			.filter((node) -> node.role() == NodeRole.PRIMARY && isBoundFor(node.id(), this.followed.get(slot)))
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
		this.followed.forEach((slot, journey) -> {
			if (isBoundFor(node.id(), journey) && !node.keeps(slot)) {
				this.unwanted.put(slot, journey);
			}
		});
		this.followed.entrySet()
			.removeIf((entry) -> this.unwanted.containsKey(entry.getKey()) || !entry.getValue().goesOn(node)
					|| isElsewhere(entry.getKey(), entry.getValue(), node));
		node.owned().stream().forEach((slot) -> {
			Journey journey = this.unwanted.remove(slot);
			if (journey != null && isBoundFor(node.migrating().get(slot), journey) && journey.goesOn(node)) {
				this.covered.set(slot);
			}
		});
		BitSet candidates = (BitSet) node.owned().clone();
		candidates.andNot(this.covered);
		this.followed.keySet().forEach(candidates::clear);
		return !candidates.isEmpty()
				|| this.followed.values().stream().anyMatch((journey) -> isBoundFor(node.id(), journey));
	}

	private static boolean isBoundFor(@Nullable String id, @Nullable Journey journey) {
		return journey != null && journey.target().equals(id);
	}

	/** Its keys have got there, and moved on from there to this node. */
	private static boolean isElsewhere(int slot, Journey journey, NodeSlots owner) {
		return owner.owned().get(slot) && !isBoundFor(owner.id(), journey)
				&& !isBoundFor(owner.migrating().get(slot), journey);
	}

	/**
	 * A node has been visited from the beginning to the end.
	 * @param before its words at the beginning
	 * @param after its words at the end
	 */
	void visited(NodeSlots before, NodeSlots after) {
		if (!before.isStill(after)) {
			return;
		}
		BitSet held = (BitSet) before.owned().clone();
		held.and(after.owned());
		held.andNot(this.covered);
		held.stream().forEach((slot) -> {
			String target = after.migrating().get(slot);
			if (target != null) {
				this.followed.put(slot, new Journey(target, after.id(), after.epochs().get(after.id())));
			}
			else if (!before.migrating().containsKey(slot)) {
				this.covered.set(slot);
			}
		});
		this.followed.entrySet().removeIf((entry) -> arrived(entry.getKey(), entry.getValue(), before, after));
		this.followed.keySet().removeIf(this.covered::get);
	}

	private boolean arrived(int slot, Journey journey, NodeSlots before, NodeSlots after) {
		if (!isBoundFor(after.id(), journey)) {
			return false;
		}
		if (before.keeps(slot) && after.keeps(slot) && journey.goesOn(after)) {
			this.covered.set(slot);
		}
		return true;
	}

	/**
	 * The way of a slot's keys from their owner to another node.
	 *
	 * @param target where they are bound for
	 * @param owner from where
	 * @param epoch the owner's config epoch
	 */
	private record Journey(String target, String owner, @Nullable Long epoch) {

		/** Whether the owner has not had the slot back in between, by a node's word. */
		boolean goesOn(NodeSlots witness) {
			return Objects.equals(this.epoch, witness.epochs().get(this.owner));
		}

	}

}
