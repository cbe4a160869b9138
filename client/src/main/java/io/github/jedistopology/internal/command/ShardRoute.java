package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * To the primary of a shard: to the node that was its primary as long as that serves
 * slots, and then to the node that has taken the first of them over. Belongs to one
 * thread.
 */
final class ShardRoute implements Route {

	private final Shard shard;

	private ClusterNode chosen;

	/**
	 * A route to a shard.
	 * @param shard serves at least one slot
	 */
	ShardRoute(Shard shard) {
		this.shard = shard;
		this.chosen = shard.primary();
	}

	@Override
	public @Nullable NodePool in(Routes routes) {
		Shard present = present(routes.topology());
		if (present == null) {
			return null;
		}
		this.chosen = present.primary();
		return routes.pool(this.chosen.endpoint());
	}

	private @Nullable Shard present(Topology topology) {
		return topology.shards()
			.stream()
			.filter((other) -> other.serving() && other.primary().id().equals(this.shard.primary().id()))
			.findFirst()
			.orElseGet(() -> topology.shard(this.shard.slots().get(0).start()));
	}

	/** The primary that was given last: it has executed the command if anybody has. */
	ClusterNode chosen() {
		return this.chosen;
	}

}
