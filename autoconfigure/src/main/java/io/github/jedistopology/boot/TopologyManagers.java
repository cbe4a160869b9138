package io.github.jedistopology.boot;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.jedistopology.TopologyManager;

/**
 * The topology managers of an application: one for each Redis Cluster that it uses.
 * Immutable.
 */
public final class TopologyManagers {

	private final SortedMap<String, TopologyManager> byClusterName;

	private TopologyManagers(SortedMap<String, TopologyManager> byClusterName) {
		this.byClusterName = Collections.unmodifiableSortedMap(byClusterName);
	}

	/**
	 * Orders managers by the names of their clusters.
	 * @param managers the managers; one may be there more than once
	 * @return all of them
	 * @throws IllegalStateException if two managers have the same cluster name
	 */
	public static TopologyManagers of(Collection<TopologyManager> managers) {
		SortedMap<String, TopologyManager> byClusterName = new TreeMap<>();
		for (TopologyManager manager : managers) {
			TopologyManager other = byClusterName.putIfAbsent(manager.clusterName(), manager);
			if (other != null && other != manager) {
				throw new IllegalStateException("Two Redis Clusters are named '%s': expected a name of its own for each"
					.formatted(manager.clusterName()));
			}
		}
		return new TopologyManagers(byClusterName);
	}

	/**
	 * The managers by the names of their clusters.
	 * @return an immutable map in the order of the names
	 */
	public SortedMap<String, TopologyManager> byClusterName() {
		return this.byClusterName;
	}

}
