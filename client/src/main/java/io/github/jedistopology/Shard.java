package io.github.jedistopology;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A primary, its replicas, and the slots that they serve.
 *
 * @param primary the node that owns the slots
 * @param replicas the primary's copies, possibly none
 * @param slots the slots in ascending order; empty for a primary that owns none (newly
 * added, or drained before its removal)
 */
public record Shard(ClusterNode primary, List<ClusterNode> replicas, List<SlotRange> slots) {

	public Shard {
		Objects.requireNonNull(primary, "primary");
		replicas = List.copyOf(replicas);
		slots = SlotRanges.copyOf(slots);
	}

	/**
	 * All nodes of the shard.
	 * @return the primary first, then the replicas
	 */
	public Stream<ClusterNode> nodes() {
		return Stream.concat(Stream.of(this.primary), this.replicas.stream());
	}

	/**
	 * Whether the shard serves any slot.
	 * @return {@code false} for a primary without slots
	 */
	public boolean serving() {
		return !this.slots.isEmpty();
	}

	public int slotCount() {
		int count = 0;
		for (SlotRange range : this.slots) {
			count += range.size();
		}
		return count;
	}

}
