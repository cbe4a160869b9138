package io.github.jedistopology.internal.reconcile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;

/**
 * What a MOVED redirection says: one slot has another owner. A replica that is named as
 * owner has been promoted, so its whole shard follows it; a node that nobody has listed
 * yet gets a shard of its own.
 *
 * @param slot the slot
 * @param target where the redirection points to
 */
public record SlotPatch(int slot, HostAndPort target) {

	/**
	 * Applies the patch.
	 * @param shards the shards so far
	 * @return the shards with the slot at its new owner
	 */
	public List<Shard> apply(List<Shard> shards) {
		Optional<Shard> owner = owner(shards);
		List<Shard> patched = new ArrayList<>();
		for (Shard shard : shards) {
			if (owner.isPresent() && shard == owner.get()) {
				patched.add(withSlot(promoteTarget(shard)));
			}
			else {
				withoutSlot(shard).ifPresent(patched::add);
			}
		}
		if (owner.isEmpty()) {
			patched.add(withSlot(new Shard(ClusterNode.unidentified(this.target), List.of(), List.of())));
		}
		return patched;
	}

	/** A node may be listed at the address of its successor (redis/lettuce#3910). */
	private Optional<Shard> owner(List<Shard> shards) {
		return shards.stream()
			.filter((shard) -> shard.primary().isAt(this.target))
			.findFirst()
			.or(() -> shards.stream().filter(this::hasTarget).findFirst());
	}

	private boolean hasTarget(Shard shard) {
		return shard.nodes().anyMatch((node) -> node.isAt(this.target));
	}

	private Shard promoteTarget(Shard shard) {
		if (shard.primary().isAt(this.target)) {
			return shard;
		}
		List<ClusterNode> replicas = new ArrayList<>(shard.replicas());
		ClusterNode promoted = replicas.stream().filter((node) -> node.isAt(this.target)).findFirst().orElseThrow();
		replicas.set(replicas.indexOf(promoted), shard.primary().withRole(NodeRole.REPLICA));
		return new Shard(promoted.withRole(NodeRole.PRIMARY), replicas, shard.slots());
	}

	private Shard withSlot(Shard shard) {
		BitSet slots = SlotRange.slots(shard.slots());
		slots.set(this.slot);
		return new Shard(shard.primary(), shard.replicas(), SlotRange.of(slots));
	}

	/** A node that only a redirection has named goes with its last slot. */
	private Optional<Shard> withoutSlot(Shard shard) {
		BitSet slots = SlotRange.slots(shard.slots());
		if (!slots.get(this.slot)) {
			return Optional.of(shard);
		}
		slots.clear(this.slot);
		return (slots.isEmpty() && !shard.primary().identified()) ? Optional.empty()
				: Optional.of(new Shard(shard.primary(), shard.replicas(), SlotRange.of(slots)));
	}

}
