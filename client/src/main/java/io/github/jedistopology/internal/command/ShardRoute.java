package io.github.jedistopology.internal.command;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * To the primary of a shard: to the node that was its primary as long as that serves
 * slots, and then to the node that has taken the first of them over, unless that has got
 * it anyway. Belongs to one thread.
 */
final class ShardRoute implements Route {

	private final Shard shard;

	private final Predicate<HostAndPort> reached;

	private Shard chosen;

	/**
	 * A route to a shard.
	 * @param shard serves at least one slot
	 * @param reached whether a node has got it, or is about to
	 */
	ShardRoute(Shard shard, Predicate<HostAndPort> reached) {
		this.shard = shard;
		this.reached = reached;
		this.chosen = shard;
	}

	@Override
	public @Nullable NodePool in(Routes routes) {
		Shard present = present(routes.topology());
		if (present == null) {
			return null;
		}
		HostAndPort endpoint = present.primary().endpoint();
		// The same node may be known by another ID by now.
		boolean elsewhere = !isSame(present) && !endpoint.equals(this.shard.primary().endpoint());
		if (elsewhere && this.reached.test(endpoint)) {
			throw new NodeLeftException(this.shard.primary().endpoint());
		}
		this.chosen = present;
		return routes.pool(endpoint);
	}

	private @Nullable Shard present(Topology topology) {
		return topology.shards()
			.stream()
			.filter((other) -> other.serving() && isSame(other))
			.findFirst()
			.orElseGet(() -> topology.shard(this.shard.slots().get(0).start()));
	}

	private boolean isSame(Shard other) {
		return other.primary().id().equals(this.shard.primary().id());
	}

	/**
	 * The shard whose primary was given last: that has executed the command, if any has.
	 */
	Shard chosen() {
		return this.chosen;
	}

}
