package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.PoolState;
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
 * @param pool the connections to it, left out when there are none
 * @param readPool the further ones for reads from replicas, left out when there are none
 */
public record RedisNodeDescriptor(@Nullable Integer slot, @Nullable NodeDescriptor node, @Nullable NodeRole role,
		@Nullable ShardDescriptor shard, @Nullable Instant suspectedSince, @Nullable PoolDescriptor pool,
		@Nullable PoolDescriptor readPool) implements OperationResponseBody {

	static RedisNodeDescriptor ownerOf(int slot, RedisCluster cluster) {
		Shard shard = cluster.manager().topology().shard(slot);
		return (shard != null) ? of(slot, shard.primary(), shard, cluster)
				: new RedisNodeDescriptor(slot, null, null, null, null, null, null);
	}

	static RedisNodeDescriptor of(ClusterNode node, Shard shard, RedisCluster cluster) {
		return of(null, node, shard, cluster);
	}

	private static RedisNodeDescriptor of(@Nullable Integer slot, ClusterNode node, Shard shard, RedisCluster cluster) {
		ConnectionStatistics connections = cluster.connections();
		return new RedisNodeDescriptor(slot, NodeDescriptor.of(node), node.role(), ShardDescriptor.of(shard),
				cluster.manager().suspects().get(node.endpoint()),
				(connections != null) ? described(connections.pool(node.endpoint())) : null,
				(connections != null) ? described(connections.readPool(node.endpoint())) : null);
	}

	private static @Nullable PoolDescriptor described(@Nullable PoolState pool) {
		return (pool != null) ? PoolDescriptor.of(pool) : null;
	}

}
