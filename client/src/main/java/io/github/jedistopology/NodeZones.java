package io.github.jedistopology;

import org.jspecify.annotations.Nullable;

/**
 * Knows in which availability zone a node is. Called for each read, from several threads
 * at once: it must be thread-safe and quick, and must not block.
 */
@FunctionalInterface
public interface NodeZones {

	/**
	 * Knows nothing.
	 */
	NodeZones UNKNOWN = (node) -> null;

	/**
	 * The zone of a node.
	 * @param node a node of the cluster
	 * @return the zone's name, {@code null} when it is not known
	 */
	@Nullable String zoneOf(ClusterNode node);

}
