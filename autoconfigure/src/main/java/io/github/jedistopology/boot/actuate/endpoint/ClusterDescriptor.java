package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.RedisCluster;

/**
 * What is known of one cluster at a moment.
 *
 * @param version the topology's number in the sequence that the client has published, 0
 * while nothing is known yet
 * @param publishedAt when the topology was published
 * @param confirmedAt when sources last confirmed or changed it
 * @param age the time since then
 * @param coveredSlots how many slots are served, 16384 when all are
 * @param uncoveredSlots the slots that nobody serves
 * @param shards the shards in the order of their first slots
 * @param suspects the primaries that do not answer commands, and since when
 * @param tombstones the addresses that the cluster has given up, and until when that is
 * remembered
 * @param pools the connections to each node, by what they are for
 * @param lastRefresh the last refresh, whatever came of it
 */
public record ClusterDescriptor(long version, Instant publishedAt, Instant confirmedAt, Duration age, int coveredSlots,
		List<String> uncoveredSlots, List<ShardDescriptor> shards, Map<String, Instant> suspects,
		Map<String, Instant> tombstones, @Nullable List<PoolDescriptor> pools,
		@Nullable RefreshDescriptor lastRefresh) {

	static ClusterDescriptor of(RedisCluster cluster, Instant now) {
		TopologyManager manager = cluster.manager();
		Topology topology = manager.topology();
		Instant confirmedAt = manager.confirmedAt();
		RefreshReport lastRefresh = manager.lastRefresh();
		ConnectionStatistics connections = cluster.connections();
		return new ClusterDescriptor(topology.version(), topology.time(), confirmedAt,
				Duration.between(confirmedAt, now).truncatedTo(ChronoUnit.MILLIS), topology.coveredSlots(),
				Texts.of(topology.uncovered()), topology.shards().stream().map(ShardDescriptor::of).toList(),
				byAddress(manager.suspects()), byAddress(manager.tombstones()),
				(connections != null) ? connections.pools().stream().map(PoolDescriptor::of).toList() : null,
				(lastRefresh != null) ? RefreshDescriptor.of(lastRefresh) : null);
	}

	private static SortedMap<String, Instant> byAddress(Map<HostAndPort, Instant> times) {
		SortedMap<String, Instant> byAddress = new TreeMap<>();
		times.forEach((address, time) -> byAddress.put(address.toString(), time));
		return byAddress;
	}

	/**
	 * One shard.
	 *
	 * @param slots the slots that it serves, empty for a primary that owns none
	 * @param primary the node that owns the slots
	 * @param replicas the primary's copies
	 */
	public record ShardDescriptor(List<String> slots, NodeDescriptor primary, List<NodeDescriptor> replicas) {

		static ShardDescriptor of(Shard shard) {
			return new ShardDescriptor(Texts.of(shard.slots()), NodeDescriptor.of(shard.primary()),
					shard.replicas().stream().map(NodeDescriptor::of).toList());
		}

	}

	/**
	 * One node.
	 *
	 * @param id the node ID
	 * @param endpoint where clients connect to
	 * @param ip the IP address that the node announced
	 * @param health the node's health as the cluster reports it
	 */
	public record NodeDescriptor(String id, String endpoint, @Nullable String ip, NodeHealth health) {

		static NodeDescriptor of(ClusterNode node) {
			return new NodeDescriptor(node.id(), node.endpoint().toString(), node.ip(), node.health());
		}

	}

	/**
	 * The connections to one node for one use.
	 *
	 * @param endpoint the node's endpoint
	 * @param use what they are for
	 * @param active how many are in use or being opened
	 * @param idle how many are open and free
	 * @param waiting how many threads wait for one
	 * @param suspicion why the node is believed not to answer, left out when it is
	 * trusted
	 */
	public record PoolDescriptor(String endpoint, PoolUse use, int active, int idle, int waiting,
			@Nullable String suspicion) {

		static PoolDescriptor of(PoolState pool) {
			return new PoolDescriptor(pool.endpoint().toString(), pool.use(), pool.active(), pool.idle(),
					pool.waiting(), pool.suspicion());
		}

	}

}
