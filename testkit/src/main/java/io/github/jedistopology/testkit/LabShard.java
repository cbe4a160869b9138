package io.github.jedistopology.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * One shard of a lab's cluster at one moment.
 *
 * @param primary the node that serves the slots
 * @param replicas its replicas, those that are down included
 * @param slots the slots in ascending order; empty while the shard is new or drained
 */
public record LabShard(LabNode primary, List<LabNode> replicas, List<SlotRange> slots) {

	public LabShard {
		replicas = List.copyOf(replicas);
		slots = List.copyOf(slots);
	}

	/** The primary and its replicas. */
	List<LabNode> nodes() {
		return Stream.concat(Stream.of(this.primary), this.replicas.stream()).toList();
	}

	/** How many slots the shard serves. */
	public int slotCount() {
		return this.slots.stream().mapToInt(SlotRange::size).sum();
	}

}
