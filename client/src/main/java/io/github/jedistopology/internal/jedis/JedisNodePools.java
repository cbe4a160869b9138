package io.github.jedistopology.internal.jedis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import redis.clients.jedis.ConnectionPool;

import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.Routes;

/**
 * The pools of today's nodes by {@code host:port}, as Jedis wants them. Made once for
 * each topology.
 */
final class JedisNodePools {

	private final NodePools pools;

	private final LongSupplier deadline;

	private final Map<NodePool, ConnectionPool> known = new ConcurrentHashMap<>();

	private volatile Snapshot snapshot;

	JedisNodePools(NodePools pools, LongSupplier deadline) {
		this.pools = pools;
		this.deadline = deadline;
		this.snapshot = snapshot(pools.routes());
	}

	ConnectionPool of(NodePool pool) {
		return this.known.computeIfAbsent(pool, (missing) -> new JedisNodePool(missing, this.deadline));
	}

	Map<String, ConnectionPool> nodes() {
		return current().nodes();
	}

	Map<String, ConnectionPool> primaries() {
		return current().primaries();
	}

	private Snapshot current() {
		Routes routes = this.pools.routes();
		Snapshot current = this.snapshot;
		if (current.routes() != routes) {
			current = snapshot(routes);
			this.snapshot = current;
		}
		return current;
	}

	private Snapshot snapshot(Routes routes) {
		List<NodePool> nodes = routes.nodes();
		this.known.keySet().retainAll(Set.copyOf(nodes));
		return new Snapshot(routes, byName(nodes), byName(routes.primaries()));
	}

	private Map<String, ConnectionPool> byName(List<NodePool> nodePools) {
		Map<String, ConnectionPool> byName = new LinkedHashMap<>();
		nodePools.forEach((pool) -> byName.put(pool.endpoint().toString(), of(pool)));
		return Collections.unmodifiableMap(byName);
	}

	private record Snapshot(Routes routes, Map<String, ConnectionPool> nodes, Map<String, ConnectionPool> primaries) {

	}

}
