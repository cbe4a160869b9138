package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;

/**
 * The pools of all nodes. Follows the topology: a node that is gone, or that has given
 * its last slot away, has its pool drained; another node at the same address gets a pool
 * of its own. Pools dial nothing before somebody borrows from them. Thread-safe.
 */
public class NodePools implements TopologyListener, AutoCloseable {

	private final Dialer dialer;

	private final ClusterSettings settings;

	private final LongSupplier nanoTime;

	private final ScheduledExecutorService background;

	private final ConcurrentMap<HostAndPort, NodePool> pools = new ConcurrentHashMap<>();

	private final ReentrantLock changeLock = new ReentrantLock();

	private final Condition changed = this.changeLock.newCondition();

	private volatile Routes routes = new Routes(Topology.of(0, Instant.EPOCH, List.of()), Map.of());

	private volatile boolean closed;

	/**
	 * No pools yet; they come with the first topology.
	 * @param dialer opens connections
	 * @param settings what the client was told
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 * @param background closes connections that are not needed any more; ended by
	 * {@link #close()}
	 */
	public NodePools(Dialer dialer, ClusterSettings settings, LongSupplier nanoTime,
			ScheduledExecutorService background) {
		this.dialer = dialer;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.background = background;
		long period = Math.max(settings.pool().maxIdleTime().toMillis() / 4, 10);
		background.scheduleWithFixedDelay(this::closeOld, period, period, TimeUnit.MILLISECONDS);
	}

	/**
	 * The routes that are valid now. Costs one volatile read.
	 * @return the routes
	 */
	public Routes routes() {
		return this.routes;
	}

	/**
	 * The pool of a node that a redirection names, listed by the topology or not.
	 * @param endpoint the node's endpoint, or its IP address and port
	 * @return the pool
	 */
	public NodePool pool(HostAndPort endpoint) {
		HostAndPort known = this.pools.containsKey(endpoint) ? endpoint
				: this.routes.topology().nodeAt(endpoint).map(ClusterNode::endpoint).orElse(endpoint);
		NodePool pool = this.pools.computeIfAbsent(known, this::newPool);
		if (this.closed) {
			pool.retire();
		}
		return pool;
	}

	private NodePool newPool(HostAndPort endpoint) {
		return new NodePool(endpoint, this.dialer, this.settings, this.nanoTime);
	}

	/**
	 * Waits for other routes.
	 * @param seen the routes that did not do
	 * @param timeout how long to wait at the most
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void awaitChange(Routes seen, Duration timeout) throws InterruptedException {
		long left = timeout.toNanos();
		this.changeLock.lockInterruptibly();
		try {
			while (this.routes == seen && !this.closed && left > 0) {
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.changeLock.unlock();
		}
	}

	@Override
	public void topologyChanged(TopologyChange change) {
		this.changeLock.lock();
		try {
			retire(change);
			Map<HostAndPort, NodePool> current = new HashMap<>();
			change.after()
				.nodes()
				.forEach((node) -> current.put(node.endpoint(),
						this.pools.computeIfAbsent(node.endpoint(), this::newPool)));
			this.routes = new Routes(change.after(), current);
			this.changed.signalAll();
		}
		finally {
			this.changeLock.unlock();
		}
	}

	private void retire(TopologyChange change) {
		Map<HostAndPort, List<ClusterNode>> after = change.after()
			.nodes()
			.stream()
			.collect(Collectors.groupingBy(ClusterNode::endpoint));
		Set<HostAndPort> drained = serving(change.before());
		drained.removeAll(serving(change.after()));
		for (ClusterNode node : change.before().nodes()) {
			List<ClusterNode> there = after.getOrDefault(node.endpoint(), List.of());
			if (drained.contains(node.endpoint()) || there.stream().noneMatch((other) -> isSame(node, other))) {
				retire(this.pools.remove(node.endpoint()));
			}
		}
	}

	private static Set<HostAndPort> serving(Topology topology) {
		return topology.shards()
			.stream()
			.filter(Shard::serving)
			.flatMap(Shard::nodes)
			.map(ClusterNode::endpoint)
			.collect(Collectors.toCollection(HashSet::new));
	}

	private static boolean isSame(ClusterNode before, ClusterNode after) {
		return !before.identified() || !after.identified() || before.id().equals(after.id());
	}

	private void retire(@Nullable NodePool pool) {
		if (pool != null) {
			pool.retire();
			// Not here: to close an encrypted connection can take a while.
			this.background.execute(pool::closeIdle);
		}
	}

	private void closeOld() {
		this.pools.values().forEach(NodePool::closeOld);
		this.changeLock.lock();
		try {
			this.pools.values().stream().filter(this::isForgotten).forEach((pool) -> {
				this.pools.remove(pool.endpoint());
				pool.retire();
			});
		}
		finally {
			this.changeLock.unlock();
		}
	}

	/** A redirection brought it, no topology took it over, and nobody uses it. */
	private boolean isForgotten(NodePool pool) {
		return this.routes.pool(pool.endpoint()) == null && pool.active() == 0 && pool.idle() == 0;
	}

	/**
	 * Whether {@link #close()} was called.
	 * @return whether all pools are retired for good
	 */
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
		// What waits to be closed there still is.
		this.background.shutdown();
		this.pools.values().forEach((pool) -> {
			pool.retire();
			pool.closeIdle();
		});
		this.changeLock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.changeLock.unlock();
		}
	}

}
