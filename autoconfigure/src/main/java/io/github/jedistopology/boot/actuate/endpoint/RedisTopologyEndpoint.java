package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.JedisClusterCRC16;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;

/**
 * {@link Endpoint} that shows the topologies of the application's Redis Clusters and
 * refreshes them.
 */
@Endpoint(id = "redistopology")
public class RedisTopologyEndpoint {

	private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(10);

	private final RedisClusters clusters;

	private final Clock clock;

	private final Duration refreshTimeout;

	/**
	 * An endpoint for all clusters.
	 * @param clusters the clusters
	 * @param clock tells the topologies' ages
	 */
	public RedisTopologyEndpoint(RedisClusters clusters, Clock clock) {
		this(clusters, clock, REFRESH_TIMEOUT);
	}

	RedisTopologyEndpoint(RedisClusters clusters, Clock clock, Duration refreshTimeout) {
		this.clusters = clusters;
		this.clock = clock;
		this.refreshTimeout = refreshTimeout;
	}

	/**
	 * What is known of each cluster at this moment. Asks no node.
	 * @return the topologies
	 */
	@ReadOperation
	public RedisTopologyDescriptor topologies() {
		Map<String, ClusterDescriptor> descriptors = new LinkedHashMap<>();
		this.clusters.byName()
			.forEach((name, cluster) -> descriptors.put(name, ClusterDescriptor.of(cluster, this.clock.instant())));
		return new RedisTopologyDescriptor(descriptors);
	}

	/**
	 * What is known of one cluster, and what has happened to it lately. Asks no node.
	 * @param cluster the cluster's name
	 * @return all that is known, {@code null} when there is no such cluster
	 */
	@ReadOperation
	public @Nullable RedisClusterDescriptor topology(@Selector String cluster) {
		RedisCluster found = this.clusters.byName().get(cluster);
		return (found != null) ? RedisClusterDescriptor.of(found, this.clock.instant()) : null;
	}

	/**
	 * One node of a cluster, or the owner of a slot or key. Asks no node.
	 * @param cluster the cluster's name
	 * @param by what the value is
	 * @param value a node ID or {@code host:port}; a slot; or a key, which may have
	 * single slashes in it
	 * @return what is known of it, {@code null} when there is no such cluster or node
	 */
	@ReadOperation
	public @Nullable RedisNodeDescriptor node(@Selector String cluster, @Selector By by,
			@Selector(match = Match.ALL_REMAINING) String... value) {
		RedisCluster found = this.clusters.byName().get(cluster);
		if (found == null) {
			return null;
		}
		String text = String.join("/", value);
		return switch (by) {
			case NODE -> node(found, text);
			case SLOT -> RedisNodeDescriptor.ownerOf(slot(text), found);
			case KEY -> RedisNodeDescriptor.ownerOf(JedisClusterCRC16.getSlot(text), found);
		};
	}

	private static @Nullable RedisNodeDescriptor node(RedisCluster cluster, String node) {
		for (Shard shard : cluster.manager().topology().shards()) {
			for (ClusterNode candidate : shard.nodes().toList()) {
				if (candidate.id().equals(node) || candidate.endpoint().toString().equals(node)) {
					return RedisNodeDescriptor.of(candidate, shard, cluster);
				}
			}
		}
		return null;
	}

	private static int slot(String text) {
		try {
			int slot = Integer.parseInt(text);
			if (slot >= 0 && slot < SlotRange.SLOTS) {
				return slot;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		String message = "Slot is '%s': expected a number from 0 to %d".formatted(text, SlotRange.SLOTS - 1);
		throw new InvalidEndpointRequestException(message, message);
	}

	/**
	 * Refreshes all clusters at once, and waits for 10 seconds at the most.
	 * @return what the refreshes found, and what has changed
	 */
	@WriteOperation
	public RedisTopologyRefreshDescriptor refresh() {
		return Refreshes.start(this.clusters).await(this.refreshTimeout);
	}

	/**
	 * How a node is looked up.
	 */
	public enum By {

		/** By its node ID or endpoint. */
		NODE,

		/** By a slot that it owns. */
		SLOT,

		/** By a key whose slot it owns. */
		KEY

	}

}
