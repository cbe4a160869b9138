package io.github.jedistopology.internal.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;

/**
 * What one source says of the cluster. Free of contradictions in itself: no slot has two
 * owners and no node stands in two shards; whether it is true is another matter.
 * Immutable.
 */
public final class View {

	private final List<Shard> shards;

	private final Map<String, Long> epochs;

	private final @Nullable String author;

	private final Set<String> nodeIds;

	private final List<Owner> ownership;

	private final Topology table;

	/**
	 * A view.
	 * @param shards the shards that it lists
	 * @param epochs the config epochs of primaries by node ID, empty when the source does
	 * not tell them
	 * @param author the node ID of the source itself, {@code null} when it does not tell
	 * @throws ViewException if the shards contradict one another
	 */
	public View(List<Shard> shards, Map<String, Long> epochs, @Nullable String author) {
		this.shards = List.copyOf(shards);
		this.epochs = Map.copyOf(epochs);
		this.author = author;
		if (shards.stream().noneMatch(Shard::serving)) {
			throw new ViewException("its view has no slots at a node that has an address");
		}
		this.nodeIds = nodesOnce(shards);
		this.table = table(shards);
		this.ownership = ownership(this.table.shards());
	}

	/**
	 * A view without config epochs.
	 * @param shards the shards that it lists
	 * @throws ViewException if the shards contradict one another
	 */
	public View(List<Shard> shards) {
		this(shards, Map.of(), null);
	}

	/**
	 * The shards.
	 * @return the shards as they were listed
	 */
	public List<Shard> shards() {
		return this.shards;
	}

	/**
	 * Whether it lists a node.
	 * @param id a node ID
	 * @return whether one of its shards has the node
	 */
	public boolean lists(String id) {
		return this.nodeIds.contains(id);
	}

	/**
	 * The config epochs of primaries.
	 * @return epochs by node ID, empty when the source does not tell them
	 */
	public Map<String, Long> epochs() {
		return this.epochs;
	}

	/**
	 * Who says so.
	 * @return the node ID of the source itself, {@code null} when it does not tell
	 */
	public @Nullable String author() {
		return this.author;
	}

	private static Topology table(List<Shard> shards) {
		try {
			return Topology.of(0, Instant.EPOCH, shards);
		}
		catch (IllegalArgumentException ex) {
			throw new ViewException("its view is none: " + ex.getMessage(), ex);
		}
	}

	private static Set<String> nodesOnce(List<Shard> shards) {
		Set<String> ids = new HashSet<>(4 * shards.size());
		for (Shard shard : shards) {
			requireNew(shard.primary(), ids);
			for (ClusterNode replica : shard.replicas()) {
				requireNew(replica, ids);
			}
		}
		return ids;
	}

	private static void requireNew(ClusterNode node, Set<String> ids) {
		if (!ids.add(node.id())) {
			throw new ViewException("its view lists node %s twice".formatted(node.id()));
		}
	}

	/**
	 * The view as a table of slots.
	 * @return a topology
	 */
	public Topology table() {
		return this.table;
	}

	/**
	 * Who owns what: the part of a view in which sources must agree. Replicas and health
	 * do not count.
	 * @return the owners in the order of their first slots
	 */
	public List<Owner> ownership() {
		return this.ownership;
	}

	/**
	 * The slots for which this view names another owner than a topology does.
	 * @param topology any topology
	 * @return a new set
	 */
	public BitSet dissent(Topology topology) {
		BitSet slots = new BitSet(SlotRange.SLOTS);
		if (!ownership().equals(ownership(topology.shards()))) {
			for (int slot = 0; slot < SlotRange.SLOTS; slot++) {
				slots.set(slot, !Objects.equals(this.table.ownerId(slot), topology.ownerId(slot)));
			}
		}
		return slots;
	}

	/**
	 * Who owns what.
	 * @param shards any shards, ordered by their first slots
	 * @return their owners in this order
	 */
	public static List<Owner> ownership(List<Shard> shards) {
		List<Owner> owners = new ArrayList<>(shards.size());
		for (Shard shard : shards) {
			if (shard.serving()) {
				owners.add(new Owner(shard.primary().id(), shard.slots()));
			}
		}
		return Collections.unmodifiableList(owners);
	}

	/**
	 * Who owns some slots.
	 *
	 * @param id the node ID of a primary
	 * @param slots the slots that it owns
	 */
	public record Owner(String id, List<SlotRange> slots) {

	}

}
