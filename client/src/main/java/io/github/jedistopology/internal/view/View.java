package io.github.jedistopology.internal.view;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;

/**
 * What one source says of the cluster. Free of contradictions in itself: no slot has two
 * owners and no node stands in two shards; whether it is true is another matter.
 *
 * @param shards the shards that it lists
 * @param epochs the config epochs of primaries by node ID, empty when the source does not
 * tell them
 * @param author the node ID of the source itself, {@code null} when it does not tell
 */
public record View(List<Shard> shards, Map<String, Long> epochs, @Nullable String author) {

	/**
	 * A view.
	 * @throws ViewException if the shards contradict one another
	 */
	public View {
		shards = List.copyOf(shards);
		epochs = Map.copyOf(epochs);
		if (shards.stream().noneMatch(Shard::serving)) {
			throw new ViewException("its view has no slots at a node that has an address");
		}
		requireSlotsOnce(shards);
		requireNodesOnce(shards);
	}

	/**
	 * A view without config epochs.
	 * @param shards the shards that it lists
	 * @throws ViewException if the shards contradict one another
	 */
	public View(List<Shard> shards) {
		this(shards, Map.of(), null);
	}

	private static void requireSlotsOnce(List<Shard> shards) {
		int claimed = shards.stream().mapToInt(Shard::slotCount).sum();
		int distinct = SlotRange.slots(shards.stream().flatMap((shard) -> shard.slots().stream()).toList())
			.cardinality();
		if (claimed != distinct) {
			throw new ViewException("its view gives %d slots to more than one shard".formatted(claimed - distinct));
		}
	}

	private static void requireNodesOnce(List<Shard> shards) {
		Set<String> ids = new HashSet<>();
		shards.stream().flatMap(Shard::nodes).forEach((node) -> {
			if (!ids.add(node.id())) {
				throw new ViewException("its view lists node %s twice".formatted(node.id()));
			}
		});
	}

	/**
	 * The view as a table of slots.
	 * @return a topology
	 */
	public Topology table() {
		return Topology.of(0, Instant.EPOCH, this.shards);
	}

	/**
	 * Who owns what: the part of a view in which sources must agree. Replicas and health
	 * do not count.
	 * @return slots by the node ID of their owner
	 */
	public Map<String, List<SlotRange>> ownership() {
		return ownership(this.shards);
	}

	/**
	 * The slots for which this view names another owner than a topology does.
	 * @param topology any topology
	 * @return a new set
	 */
	public BitSet dissent(Topology topology) {
		BitSet slots = new BitSet(SlotRange.SLOTS);
		if (!ownership().equals(ownership(topology.shards()))) {
			Topology table = table();
			for (int slot = 0; slot < SlotRange.SLOTS; slot++) {
				slots.set(slot, !Objects.equals(table.ownerId(slot), topology.ownerId(slot)));
			}
		}
		return slots;
	}

	/**
	 * Who owns what.
	 * @param shards any shards
	 * @return slots by the node ID of their owner
	 */
	public static Map<String, List<SlotRange>> ownership(List<Shard> shards) {
		return shards.stream()
			.filter(Shard::serving)
			.collect(Collectors.toMap((shard) -> shard.primary().id(), Shard::slots));
	}

}
