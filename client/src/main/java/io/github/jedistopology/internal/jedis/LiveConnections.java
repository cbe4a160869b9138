package io.github.jedistopology.internal.jedis;

import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.internal.connection.NodePools;

/**
 * What can be told of connections: the pools know those that are open, the counts how
 * they came about.
 */
record LiveConnections(NodePools nodePools, @Nullable ReplicaLane replicas,
		DialCounts dialCounts) implements ConnectionStatistics {

	@Override
	public List<PoolState> pools() {
		return this.nodePools.states();
	}

	@Override
	public @Nullable PoolState pool(HostAndPort endpoint) {
		return this.nodePools.state(endpoint);
	}

	@Override
	public List<PoolState> readPools() {
		return (this.replicas != null) ? this.replicas.pools().states() : List.of();
	}

	@Override
	public @Nullable PoolState readPool(HostAndPort endpoint) {
		return (this.replicas != null) ? this.replicas.pools().state(endpoint) : null;
	}

	@Override
	public long dials(DialOutcome outcome) {
		return this.dialCounts.dials(outcome);
	}

	@Override
	public long dialsToRemovedNodes() {
		return this.dialCounts.dialsToRemovedNodes();
	}

}
