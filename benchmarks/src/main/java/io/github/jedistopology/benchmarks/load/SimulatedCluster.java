package io.github.jedistopology.benchmarks.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.internal.view.View;

/**
 * A cluster of which all nodes say the same, before and after the first shard's primary
 * has failed. Its views are immutable, so that thousands of clients can share them.
 */
final class SimulatedCluster {

	static final HostAndPort CONFIGURATION_ENDPOINT = new HostAndPort("cfg.test", 6379);

	private final int nodes;

	private final int shardSize;

	private final View before;

	private final View after;

	/**
	 * A cluster.
	 * @param nodes three are one shard; of more, every second one is a replica
	 */
	SimulatedCluster(int nodes) {
		this.nodes = nodes;
		this.shardSize = (nodes == 3) ? 3 : 2;
		this.before = view(false);
		this.after = view(true);
	}

	private View view(boolean failedOver) {
		int count = this.nodes / this.shardSize;
		List<Shard> shards = new ArrayList<>();
		Map<String, Long> epochs = new HashMap<>();
		for (int shard = 0; shard < count; shard++) {
			int first = shard * this.shardSize;
			boolean promoted = failedOver && shard == 0;
			ClusterNode primary = node(promoted ? first + 1 : first, NodeRole.PRIMARY, NodeHealth.ONLINE);
			List<ClusterNode> replicas = new ArrayList<>();
			replicas.add(promoted ? node(first, NodeRole.REPLICA, NodeHealth.FAILED)
					: node(first + 1, NodeRole.REPLICA, NodeHealth.ONLINE));
			IntStream.range(first + 2, first + this.shardSize)
				.forEach((node) -> replicas.add(node(node, NodeRole.REPLICA, NodeHealth.ONLINE)));
			shards.add(new Shard(primary, replicas, List
				.of(new SlotRange(shard * SlotRange.SLOTS / count, (shard + 1) * SlotRange.SLOTS / count - 1))));
			epochs.put(primary.id(), promoted ? count + 1L : shard + 1L);
		}
		return new View(shards, epochs, null);
	}

	private static ClusterNode node(int node, NodeRole role, NodeHealth health) {
		return new ClusterNode("%040x".formatted(node + 1), endpoint(node), ip(node), role, health);
	}

	private static HostAndPort endpoint(int node) {
		return new HostAndPort("node-%d.test".formatted(node), 6379);
	}

	static String ip(int node) {
		return "10.0.%d.%d".formatted(node / 250, node % 250 + 1);
	}

	int nodes() {
		return this.nodes;
	}

	/** The first shard's replicas. */
	int replicas() {
		return this.shardSize - 1;
	}

	/** The primary that fails. */
	HostAndPort mortal() {
		return endpoint(0);
	}

	/** The replica that takes its place. */
	HostAndPort heir() {
		return endpoint(1);
	}

	/** What every node says before or after the failover. */
	View view(long millis, long failoverMillis) {
		return (millis < failoverMillis) ? this.before : this.after;
	}

}
