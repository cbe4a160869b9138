package io.github.jedistopology.internal.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.Shard;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.NodeReport;
import io.github.jedistopology.internal.connection.ReplicationWatch;
import io.github.jedistopology.internal.connection.Routes;

/**
 * Finds the replica that serves a read. Its connections are its own: they have said
 * READONLY, and what is meant for a primary never goes over one of them. Thread-safe.
 */
public final class ReplicaReads {

	private final NodePools pools;

	private final ReplicationWatch watch;

	private final ReadChoice choice;

	/**
	 * Reads by the given settings.
	 * @param pools whose connections have said READONLY
	 * @param watch knows how replicas are doing; asks them over the same pools
	 * @param settings what the client was told
	 * @param random for the choice of a node; thread-safe
	 */
	public ReplicaReads(NodePools pools, ReplicationWatch watch, ReadSettings settings, RandomGenerator random) {
		this.pools = pools;
		this.watch = watch;
		this.choice = new ReadChoice(settings, random);
	}

	/** The pool of a replica, {@code null} if the primary is to serve the read. */
	@Nullable NodePool choose(int slot, long now) {
		this.watch.used(now);
		return choose(this.pools.routes(), slot, now);
	}

	/**
	 * The same for reads that go together: those of a shard go to one node, over one
	 * connection.
	 */
	IntFunction<@Nullable NodePool> chooseTogether(long now) {
		this.watch.used(now);
		Routes routes = this.pools.routes();
		Map<Integer, Optional<NodePool>> chosen = new HashMap<>();
		return (slot) -> chosen
			.computeIfAbsent(routes.topology().shardIndex(slot),
					(shard) -> Optional.ofNullable(choose(routes, slot, now)))
			.orElse(null);
	}

	private @Nullable NodePool choose(Routes routes, int slot, long now) {
		Shard shard = routes.topology().shard(slot);
		if (shard == null) {
			return null;
		}
		ClusterNode chosen = this.choice.of(shard, (node) -> report(routes, node), now);
		return (chosen != shard.primary()) ? routes.pool(chosen.endpoint()) : null;
	}

	private @Nullable NodeReport report(Routes routes, ClusterNode node) {
		NodePool pool = routes.pool(node.endpoint());
		return (pool != null) ? this.watch.report(pool) : null;
	}

}
