package io.github.jedistopology;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import redis.clients.jedis.HostAndPort;

/**
 * The step from one published topology to the next.
 *
 * @param before the topology that was replaced
 * @param after the topology that is valid from now on
 * @param trigger what led to it
 * @param sources who said so: the sources whose views are just this, the node that
 * redirected a command, or the replica that has been promoted; empty when no single
 * source knew all of it
 * @param epochs the config epochs of the primaries of {@link #after()} by node ID, as far
 * as they are known
 */
public record TopologyChange(Topology before, Topology after, Trigger trigger, List<HostAndPort> sources,
		Map<String, Long> epochs) {

	public TopologyChange {
		sources = List.copyOf(sources);
		epochs = Map.copyOf(epochs);
	}

	/**
	 * The nodes that are new, by node ID. A node that only a redirection had named is
	 * still the same when its ID becomes known.
	 * @return the nodes as {@link #after()} lists them
	 */
	public List<ClusterNode> added() {
		return difference(this.after, this.before);
	}

	/**
	 * The nodes that are gone, by node ID.
	 * @return the nodes as {@link #before()} listed them
	 */
	public List<ClusterNode> removed() {
		return difference(this.before, this.after);
	}

	/**
	 * How many slots have another primary than before, or one where there was none, or
	 * none where there was one.
	 * @return 0 to 16384
	 */
	public int movedSlots() {
		return (int) IntStream.range(0, SlotRange.SLOTS)
			.filter((slot) -> !Objects.equals(this.before.ownerId(slot), this.after.ownerId(slot)))
			.count();
	}

	/**
	 * The slots that somebody served and nobody serves any more.
	 * @return the ranges in ascending order
	 */
	public List<SlotRange> uncovered() {
		return only(this.after.uncovered(), this.before.uncovered());
	}

	/**
	 * The slots that nobody served and somebody serves now.
	 * @return the ranges in ascending order
	 */
	public List<SlotRange> covered() {
		return only(this.before.uncovered(), this.after.uncovered());
	}

	private static List<SlotRange> only(List<SlotRange> some, List<SlotRange> others) {
		BitSet slots = SlotRange.slots(some);
		slots.andNot(SlotRange.slots(others));
		return SlotRange.of(slots);
	}

	private static List<ClusterNode> difference(Topology of, Topology without) {
		Set<String> ids = without.nodes().stream().map(ClusterNode::id).collect(Collectors.toSet());
		return of.nodes()
			.stream()
			.filter((node) -> !ids.contains(node.id()))
			.filter((node) -> without.nodes().stream().noneMatch((other) -> isNowIdentified(node, other)))
			.toList();
	}

	private static boolean isNowIdentified(ClusterNode one, ClusterNode other) {
		return one.identified() != other.identified() && one.endpoint().equals(other.endpoint());
	}

}
