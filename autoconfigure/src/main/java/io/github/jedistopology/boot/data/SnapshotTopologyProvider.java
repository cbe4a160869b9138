package io.github.jedistopology.boot.data;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.data.redis.connection.ClusterTopology;
import org.springframework.data.redis.connection.ClusterTopologyProvider;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisClusterNode.Flag;
import org.springframework.data.redis.connection.RedisClusterNode.LinkState;
import org.springframework.data.redis.connection.RedisClusterNode.RedisClusterNodeBuilder;
import org.springframework.data.redis.connection.RedisNode.NodeType;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyManager;

/**
 * Shows Spring Data the topology by which commands are routed. Asks no node.
 */
final class SnapshotTopologyProvider implements ClusterTopologyProvider {

	private final TopologyManager manager;

	private volatile Converted converted;

	SnapshotTopologyProvider(TopologyManager manager) {
		this.manager = manager;
		this.converted = Converted.of(manager.topology());
	}

	@Override
	public ClusterTopology getTopology() {
		Topology topology = this.manager.topology();
		Converted current = this.converted;
		if (current.source() != topology) {
			current = Converted.of(topology);
			this.converted = current;
		}
		return current.result();
	}

	private record Converted(Topology source, ClusterTopology result) {

		static Converted of(Topology topology) {
			Set<RedisClusterNode> nodes = new LinkedHashSet<>();
			for (Shard shard : topology.shards()) {
				nodes.add(primary(shard));
				shard.replicas().forEach((replica) -> nodes.add(replica(replica, shard)));
			}
			return new Converted(topology, new ClusterTopology(nodes));
		}

		private static RedisClusterNode primary(Shard shard) {
			return builder(shard.primary(), Flag.MASTER).promotedAs(NodeType.MASTER)
				.serving(new RedisClusterNode.SlotRange(SlotRange.slots(shard.slots())))
				.build();
		}

		/** Without slots, as CLUSTER NODES lists it and Spring Data expects it. */
		private static RedisClusterNode replica(ClusterNode replica, Shard shard) {
			return builder(replica, Flag.REPLICA).promotedAs(NodeType.REPLICA).replicaOf(shard.primary().id()).build();
		}

		private static RedisClusterNodeBuilder builder(ClusterNode node, Flag role) {
			boolean failed = node.health() == NodeHealth.FAILED;
			return RedisClusterNode.newRedisClusterNode()
				.listeningAt(node.endpoint().getHost(), node.endpoint().getPort())
				.withId(node.id())
				.withFlags(failed ? Set.of(role, Flag.FAIL) : Set.of(role))
				.linkState(failed ? LinkState.DISCONNECTED : LinkState.CONNECTED);
		}

	}

}
