package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.actuate.endpoint.ClusterDescriptor.NodeDescriptor;
import io.github.jedistopology.boot.actuate.endpoint.ClusterDescriptor.PoolDescriptor;
import io.github.jedistopology.boot.actuate.endpoint.ClusterDescriptor.ShardDescriptor;

/**
 * The answer to a read of one node, or of the owner of a key or slot.
 *
 * @param slot the slot that was asked for, or that of the key; left out for a node
 * @param node the node; left out when nobody serves the slot
 * @param role what it does in its shard
 * @param shard its shard
 * @param suspectedSince since when it does not answer commands, left out when it does
 * @param pools the connections to it, by what they are for
 */
public record RedisNodeDescriptor(@Nullable Integer slot, @Nullable NodeDescriptor node, @Nullable NodeRole role,
		@Nullable ShardDescriptor shard, @Nullable Instant suspectedSince,
		@Nullable List<PoolDescriptor> pools) implements OperationResponseBody {

	static RedisNodeDescriptor ownerOf(int slot, RedisCluster cluster) {
		Shard shard = cluster.manager().topology().shard(slot);
		return (shard != null) ? of(slot, shard.primary(), shard, cluster)
				: new RedisNodeDescriptor(slot, null, null, null, null, null);
	}

	static RedisNodeDescriptor of(ClusterNode node, Shard shard, RedisCluster cluster) {
		return of(null, node, shard, cluster);
	}

	private static RedisNodeDescriptor of(@Nullable Integer slot, ClusterNode node, Shard shard, RedisCluster cluster) {
		ConnectionStatistics connections = cluster.connections();
		return new RedisNodeDescriptor(slot, NodeDescriptor.of(node), node.role(), ShardDescriptor.of(shard),
				cluster.manager().suspects().get(node.endpoint()),
				(connections != null) ? pools(connections, node) : null);
	}

	private static List<PoolDescriptor> pools(ConnectionStatistics connections, ClusterNode node) {
		return connections.pools()
			.stream()
			.filter((pool) -> pool.endpoint().equals(node.endpoint()))
			.map(PoolDescriptor::of)
			.toList();
	}

}
