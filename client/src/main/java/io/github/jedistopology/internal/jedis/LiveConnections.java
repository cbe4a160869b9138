package io.github.jedistopology.internal.jedis;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.internal.connection.NodePools;

/**
 * What can be told of connections: the pools know those that are open, the counts how
 * they came about.
 */
record LiveConnections(NodePools nodePools, @Nullable ReplicaConnections replicas,
		DialCounts dialCounts) implements ConnectionStatistics {

	@Override
	public List<PoolState> pools() {
		return states((pools, use) -> pools.states(use))
			.sorted(Comparator.comparing((PoolState state) -> state.endpoint().toString())
				.thenComparing(PoolState::use))
			.toList();
	}

	@Override
	public @Nullable PoolState pool(HostAndPort endpoint, PoolUse use) {
		return states((pools, main) -> pools.states(endpoint, main)).filter((state) -> state.use() == use)
			.findFirst()
			.orElse(null);
	}

	private Stream<PoolState> states(BiFunction<NodePools, PoolUse, Stream<PoolState>> look) {
		Stream<PoolState> commands = look.apply(this.nodePools, PoolUse.COMMANDS);
		return (this.replicas != null) ? Stream.concat(commands, look.apply(this.replicas.pools(), PoolUse.READS))
				: commands;
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
