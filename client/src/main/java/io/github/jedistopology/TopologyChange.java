package io.github.jedistopology;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The step from one published topology to the next.
 *
 * @param before the topology that was replaced
 * @param after the topology that is valid from now on
 * @param trigger what led to it
 */
public record TopologyChange(Topology before, Topology after, Trigger trigger) {

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
			.filter((slot) -> !id(this.before.primary(slot)).equals(id(this.after.primary(slot))))
			.count();
	}

	private static String id(@Nullable ClusterNode node) {
		return (node != null) ? node.id() : "";
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
