package io.github.jedistopology.boot;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All Redis Clusters that the application uses. Immutable.
 */
public final class RedisClusters {

	private final SortedMap<String, RedisCluster> byName;

	private RedisClusters(SortedMap<String, RedisCluster> byName) {
		this.byName = Collections.unmodifiableSortedMap(byName);
	}

	/**
	 * Orders clusters by their names.
	 * @param clusters the clusters; of those that have the same manager the first counts
	 * @return all of them
	 * @throws IllegalStateException if two clusters have the same name
	 */
	public static RedisClusters of(Collection<RedisCluster> clusters) {
		SortedMap<String, RedisCluster> byName = new TreeMap<>();
		for (RedisCluster cluster : clusters) {
			RedisCluster other = byName.putIfAbsent(cluster.name(), cluster);
			if (other != null && other.manager() != cluster.manager()) {
				throw new IllegalStateException("Two Redis Clusters are named '%s': expected a name of its own for each"
					.formatted(cluster.name()));
			}
		}
		return new RedisClusters(byName);
	}

	/**
	 * The clusters by their names.
	 * @return an immutable map in the order of the names
	 */
	public SortedMap<String, RedisCluster> byName() {
		return this.byName;
	}

}
