package io.github.jedistopology.internal.command;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;

/**
 * The slots of a node in its own words.
 *
 * @param id its node ID
 * @param process the process that it was at that moment
 * @param epochs the config epochs that it knows, its own among them, by node ID: no slot
 * comes back to a node without a higher one
 * @param owned the slots that it owns
 * @param migrating the slots among them whose keys are on the way to another node, with
 * that node's ID
 * @param importing the slots whose keys are on the way to it
 */
record NodeSlots(String id, NodeProcess process, Map<String, Long> epochs, BitSet owned, Map<Integer, String> migrating,
		BitSet importing) {

	/**
	 * Reads what a node says of itself in {@code CLUSTER NODES}: among its slots there
	 * are {@code [slot->-target]} and {@code [slot-<-source]}. A replica owns none.
	 * @throws IllegalArgumentException if it says nothing of itself
	 */
	static NodeSlots parse(String clusterNodes, NodeProcess process) {
		List<List<String>> nodes = clusterNodes.lines()
			.map((line) -> List.of(line.split(" ")))
			.filter((words) -> words.size() >= 8)
			.toList();
		List<String> myself = nodes.stream()
			.filter((words) -> List.of(words.get(2).split(",")).contains("myself"))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("CLUSTER NODES has no line 'myself': " + clusterNodes));
		NodeSlots slots = new NodeSlots(myself.get(0), process,
				nodes.stream()
					.collect(Collectors.toMap((words) -> words.get(0), (words) -> Long.valueOf(words.get(6)))),
				new BitSet(SlotRange.SLOTS), new HashMap<>(), new BitSet(SlotRange.SLOTS));
		myself.subList(8, myself.size()).forEach(slots::read);
		return slots;
	}

	private void read(String word) {
		if (word.startsWith("[")) {
			int arrow = word.indexOf('-');
			int slot = Integer.parseInt(word.substring(1, arrow));
			if (word.startsWith("->-", arrow)) {
				this.migrating.put(slot, word.substring(arrow + 3, word.length() - 1));
			}
			else {
				this.importing.set(slot);
			}
			return;
		}
		String[] bounds = word.split("-");
		this.owned.set(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]) + 1);
	}

	/**
	 * What the topology says, where the node is not allowed to.
	 */
	static NodeSlots of(ClusterNode node, Topology topology, NodeProcess process) {
		List<SlotRange> slots = topology.shards()
			.stream()
			.filter((shard) -> shard.primary().id().equals(node.id()))
			.findFirst()
			.map(Shard::slots)
			.orElse(List.of());
		return new NodeSlots(node.id(), process, Map.of(), SlotRange.slots(slots), Map.of(), new BitSet());
	}

	/**
	 * Whether it has been itself all the time: the same process, and never without the
	 * slots that it had at both ends.
	 */
	boolean isStill(NodeSlots later) {
		return this.id.equals(later.id) && this.process.isStill(later.process)
				&& Objects.equals(this.epochs.get(this.id), later.epochs.get(this.id));
	}

	/** Whether all keys of the slot that are here now will stay here. */
	boolean keeps(int slot) {
		return (this.owned.get(slot) || this.importing.get(slot)) && !this.migrating.containsKey(slot);
	}

}
