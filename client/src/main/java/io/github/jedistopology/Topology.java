package io.github.jedistopology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * A snapshot of a cluster: which shards there are and which of them serves each slot.
 * Immutable, complete and consistent in itself: no slot points to a node that is not
 * listed, no slot is served twice, and a slot that nobody serves is said to be
 * <em>uncovered</em>.
 */
public final class Topology {

	private static final short UNCOVERED = -1;

	private final long version;

	private final Instant time;

	private final List<Shard> shards;

	private final List<ClusterNode> nodes;

	private final short[] shardBySlot;

	private Topology(long version, Instant time, List<Shard> shards) {
		this.version = version;
		this.time = time;
		this.shards = shards;
		this.nodes = nodes(shards);
		this.shardBySlot = slotTable(shards);
	}

	/**
	 * A topology of the given shards.
	 * @param version its number in the sequence of topologies of one client, from 0
	 * @param time when it was made
	 * @param shards the shards, in any order; kept ordered by their first slot, those
	 * without slots last
	 * @return the topology
	 * @throws IllegalArgumentException if two shards claim the same slot
	 */
	public static Topology of(long version, Instant time, List<Shard> shards) {
		return new Topology(version, time,
				shards.stream()
					.sorted(Comparator.comparingInt(Topology::firstSlot).thenComparing((shard) -> shard.primary().id()))
					.toList());
	}

	private static int firstSlot(Shard shard) {
		return shard.serving() ? shard.slots().get(0).start() : SlotRange.SLOTS;
	}

	private static List<ClusterNode> nodes(List<Shard> shards) {
		List<ClusterNode> nodes = new ArrayList<>();
		for (Shard shard : shards) {
			nodes.add(shard.primary());
			nodes.addAll(shard.replicas());
		}
		return List.copyOf(nodes);
	}

	private static short[] slotTable(List<Shard> shards) {
		short[] table = new short[SlotRange.SLOTS];
		Arrays.fill(table, UNCOVERED);
		for (short index = 0; index < shards.size(); index++) {
			for (SlotRange range : shards.get(index).slots()) {
				for (int slot = range.start(); slot <= range.end(); slot++) {
					if (table[slot] != UNCOVERED) {
						throw new IllegalArgumentException("Slot %d: claimed by %s and by %s, expected one owner"
							.formatted(slot, shards.get(table[slot]).primary().id(), shards.get(index).primary().id()));
					}
					table[slot] = index;
				}
			}
		}
		return table;
	}

	/**
	 * The topology's number in the sequence that one client has published; 0 is the empty
	 * topology before the first answer.
	 * @return the version
	 */
	public long version() {
		return this.version;
	}

	/**
	 * When this topology was published.
	 * @return the time
	 */
	public Instant time() {
		return this.time;
	}

	/**
	 * All shards, ordered by their first slot, those without slots last.
	 * @return an immutable list
	 */
	public List<Shard> shards() {
		return this.shards;
	}

	/**
	 * All nodes of all shards.
	 * @return an immutable list
	 */
	public List<ClusterNode> nodes() {
		return this.nodes;
	}

	/**
	 * The shard that serves a slot, by its place in {@link #shards()}.
	 * @param slot 0 to 16383
	 * @return the index, or -1 when the slot is uncovered
	 */
	public int shardIndex(int slot) {
		return this.shardBySlot[slot];
	}

	/**
	 * The shard that serves a slot.
	 * @param slot 0 to 16383
	 * @return the shard, or {@code null} when the slot is uncovered
	 */
	public @Nullable Shard shard(int slot) {
		int index = shardIndex(slot);
		return (index >= 0) ? this.shards.get(index) : null;
	}

	/**
	 * The node that owns a slot.
	 * @param slot 0 to 16383
	 * @return the primary, or {@code null} when the slot is uncovered
	 */
	public @Nullable ClusterNode primary(int slot) {
		Shard shard = shard(slot);
		return (shard != null) ? shard.primary() : null;
	}

	/**
	 * The ID of the node that owns a slot.
	 * @param slot 0 to 16383
	 * @return the primary's node ID, or {@code null} when the slot is uncovered
	 */
	public @Nullable String ownerId(int slot) {
		ClusterNode primary = primary(slot);
		return (primary != null) ? primary.id() : null;
	}

	/**
	 * The node at an address.
	 * @param address an endpoint, or an IP address with a port
	 * @return the node
	 */
	public Optional<ClusterNode> nodeAt(HostAndPort address) {
		HostAndPort canonical = IpLiterals.canonical(address);
		for (ClusterNode node : this.nodes) {
			if (node.isAtCanonical(canonical)) {
				return Optional.of(node);
			}
		}
		return Optional.empty();
	}

	/**
	 * How many slots are served.
	 * @return 0 to 16384
	 */
	public int coveredSlots() {
		int covered = 0;
		for (short shard : this.shardBySlot) {
			if (shard != UNCOVERED) {
				covered++;
			}
		}
		return covered;
	}

	/**
	 * The slots that nobody serves.
	 * @return the ranges in ascending order, empty when every slot is covered
	 */
	public List<SlotRange> uncovered() {
		BitSet uncovered = new BitSet(SlotRange.SLOTS);
		uncovered.set(0, SlotRange.SLOTS);
		this.shards.forEach((shard) -> uncovered.andNot(SlotRange.slots(shard.slots())));
		return SlotRange.of(uncovered);
	}

	@Override
	public String toString() {
		return "Topology[version=%d, shards=%d, nodes=%d, coveredSlots=%d]".formatted(this.version, this.shards.size(),
				nodes().size(), coveredSlots());
	}

}
