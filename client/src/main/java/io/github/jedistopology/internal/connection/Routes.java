package io.github.jedistopology.internal.connection;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;

/**
 * A topology with the pools of its nodes: all that a command needs to find its way.
 * Immutable.
 */
public final class Routes {

	private final Topology topology;

	private final Map<HostAndPort, NodePool> pools;

	private final NodePool[] primaries;

	private final int serving;

	Routes(Topology topology, Map<HostAndPort, NodePool> pools) {
		this.topology = topology;
		this.pools = Map.copyOf(pools);
		this.primaries = topology.shards()
			.stream()
			.map((shard) -> pools.get(shard.primary().endpoint()))
			.toArray(NodePool[]::new);
		this.serving = (int) topology.shards().stream().filter(Shard::serving).count();
	}

	/**
	 * The topology that these routes follow.
	 * @return the topology
	 */
	public Topology topology() {
		return this.topology;
	}

	/**
	 * The pool of the node that owns a slot.
	 * @param slot 0 to 16383
	 * @return the pool, or {@code null} when the slot is uncovered
	 */
	public @Nullable NodePool primary(int slot) {
		int shard = this.topology.shardIndex(slot);
		return (shard >= 0) ? this.primaries[shard] : null;
	}

	/**
	 * The pool of any primary that serves slots.
	 * @param random chooses it
	 * @return the pool, or {@code null} when there is none
	 */
	public @Nullable NodePool anyPrimary(RandomGenerator random) {
		// Shards without slots come last in a topology.
		return (this.serving > 0) ? this.primaries[random.nextInt(this.serving)] : null;
	}

	/**
	 * The pools of all primaries that serve slots.
	 * @return an immutable list
	 */
	public List<NodePool> primaries() {
		return List.of(this.primaries).subList(0, this.serving);
	}

	/**
	 * The pools of all nodes of shards that serve slots.
	 * @return an immutable list
	 */
	public List<NodePool> nodes() {
		return this.topology.shards()
			.stream()
			.filter(Shard::serving)
			.flatMap(Shard::nodes)
			.map((node) -> pool(node.endpoint()))
			.toList();
	}

	/**
	 * The pool of a node that the topology lists.
	 * @param endpoint the node's endpoint
	 * @return the pool, or {@code null} when the topology does not list it
	 */
	public @Nullable NodePool pool(HostAndPort endpoint) {
		return this.pools.get(endpoint);
	}

}
