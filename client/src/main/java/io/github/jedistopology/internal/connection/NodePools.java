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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;

/**
 * The pools of all nodes. Follows the topology: a node that is gone, or that has given
 * its last slot away, has its pool drained; another node at the same address gets a pool
 * of its own; a new primary is dialled ahead. Thread-safe.
 */
public class NodePools implements TopologyListener, AutoCloseable {

	/** A doubtful node costs one look-up in this time. */
	private static final Duration LOOK_UP_PAUSE = Duration.ofSeconds(1);

	/** Within this time all nodes get new connections. */
	private static final Duration RENEWAL = Duration.ofSeconds(1);

	private final Dialer dialer;

	private final ClusterSettings settings;

	private final LongSupplier nanoTime;

	private final PoolThreads threads;

	private final TrustListener trustListener;

	private final Probes probes;

	private final KeepAlive keepAlive;

	private final ConcurrentMap<HostAndPort, NodePool> pools = new ConcurrentHashMap<>();

	private final ReentrantLock changeLock = new ReentrantLock();

	private final Condition changed = this.changeLock.newCondition();

	private volatile Routes routes = new Routes(Topology.of(0, Instant.EPOCH, List.of()), Map.of());

	private volatile boolean closed;

	private final DoubtListener doubts = new DoubtListener() {

		@Override
		public void suspected(NodePool pool) {
			NodePools.this.threads.runQuick(() -> beginSuspicion(pool));
		}

		@Override
		public void dialFailed(NodePool pool, String reason) {
			NodePools.this.threads.runQuick(() -> NodePools.this.probes.question(pool, reason));
		}

	};

	/**
	 * No pools yet; they come with the first topology.
	 * @param dialer opens connections and tells where nodes live
	 * @param settings what the client was told
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 * @param threads look after the pools; ended by {@link #close()}
	 * @param trustListener told of nodes that do not answer, and answer again
	 */
	public NodePools(Dialer dialer, ClusterSettings settings, LongSupplier nanoTime, PoolThreads threads,
			TrustListener trustListener) {
		this.dialer = dialer;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.threads = threads;
		this.trustListener = trustListener;
		this.probes = new Probes(dialer, nanoTime, settings.suspicion().silence(), settings.timeouts().connect(),
				this::trusted, threads, () -> ThreadLocalRandom.current().nextLong());
		this.keepAlive = new KeepAlive(settings.timeouts().command(), nanoTime, threads);
		threads.repeat(this::keepAlive, KeepAlive.PAUSE);
		threads.repeat(this::closeOld, settings.pool().maxIdleTime().dividedBy(4));
		threads.repeat(this::askAwaitedNodes, KeepAlive.AWAITED_PAUSE);
		threads.repeat(this::questionSilentNodes, settings.suspicion().silence().dividedBy(2));
		threads.repeat(this::lookDoubtfulNodesUp, LOOK_UP_PAUSE);
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

	/**
	 * What can be seen of the pools.
	 * @param use what those are for that are beside no other
	 * @return snapshots, in no order
	 */
	public Stream<PoolState> states(PoolUse use) {
		return this.pools.values().stream().flatMap((pool) -> pool.states(use));
	}

	/**
	 * What can be seen of a node's pools.
	 * @param endpoint the node's endpoint
	 * @param use what the one is for that is beside no other
	 * @return snapshots, none when there are no such pools
	 */
	public Stream<PoolState> states(HostAndPort endpoint, PoolUse use) {
		return Stream.ofNullable(this.pools.get(endpoint)).flatMap((pool) -> pool.states(use));
	}

	private NodePool newPool(HostAndPort endpoint) {
		return new NodePool(endpoint, this.dialer, this.settings, this.nanoTime, this.doubts);
	}

	/**
	 * Not on the thread that found it out: a virtual one would have to wait for its turn
	 * among all those that now get no answer, and only a probe can end that.
	 */
	private void beginSuspicion(NodePool pool) {
		if (pool.isRetired()) {
			return;
		}
		try {
			if (this.settings.suspicion().failFast()) {
				pool.abort();
			}
			this.trustListener.trustChanged(pool.endpoint(), false);
		}
		finally {
			this.probes.watch(pool);
		}
	}

	private void trusted(NodePool pool) {
		if (pool.trust()) {
			try {
				this.trustListener.trustChanged(pool.endpoint(), true);
			}
			finally {
				signalChange();
			}
		}
	}

	private void questionSilentNodes() {
		this.pools.values()
			.stream()
			.filter((pool) -> !pool.isSuspected() && pool.isSilent())
			.forEach((pool) -> this.probes.question(pool, "owes a reply, and gave none to a PING within %d ms"
				.formatted(this.settings.suspicion().silence().toMillis())));
	}

	/**
	 * A node's name may have led to another server for a while, or the node may live
	 * elsewhere by now, while whoever was found there goes on to answer.
	 */
	void lookDoubtfulNodesUp() {
		withLanes().filter(NodePool::isDoubtful)
			.forEach((pool) -> this.dialer.lookUp(pool.endpoint().getHost()).thenAccept(pool::settle));
	}

	/**
	 * Waits for the topology to change, or for a node to be trusted again.
	 * @param awaiting whether to go on waiting; asked again after each change
	 * @param timeout how long to wait at the most
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void awaitWhile(BooleanSupplier awaiting, Duration timeout) throws InterruptedException {
		long left = timeout.toNanos();
		this.changeLock.lockInterruptibly();
		try {
			while (!this.closed && left > 0 && awaiting.getAsBoolean()) {
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.changeLock.unlock();
		}
	}

	private void signalChange() {
		this.changeLock.lock();
		try {
			this.changed.signalAll();
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
			follow(change.after());
			suspectFailed(change.after());
			dialAhead(change);
		}
		finally {
			this.changeLock.unlock();
		}
	}

	/**
	 * Gives a node new connections in place of those that it has: it says that a slot has
	 * moved to where it was reached, so the name stands for another address by now
	 * (redis/lettuce#3910). A pool that is new itself is left alone.
	 * @param pool the node's pool
	 */
	public void renew(NodePool pool) {
		this.changeLock.lock();
		try {
			if (!pool.isNew() && this.pools.remove(pool.endpoint(), pool)) {
				retire(pool);
				follow(this.routes.topology());
			}
		}
		finally {
			this.changeLock.unlock();
		}
	}

	/**
	 * Gives all nodes new connections in place of those that they have, as soon as nobody
	 * uses them: one node after another, so that not all callers dial at once, and many
	 * clients do not come to one node together.
	 */
	public void renewAll() {
		this.pools.values().forEach((pool) -> {
			Duration pause = Duration.ofNanos(ThreadLocalRandom.current().nextLong(RENEWAL.toNanos()));
			this.threads.runPatientAfter(pause, pool::renew);
		});
	}

	private void follow(Topology topology) {
		Map<HostAndPort, NodePool> current = new HashMap<>();
		topology.nodes()
			.forEach(
					(node) -> current.put(node.endpoint(), this.pools.computeIfAbsent(node.endpoint(), this::newPool)));
		this.routes = new Routes(topology, current);
		this.changed.signalAll();
	}

	/** The cluster has agreed that they are down. Not here: others are told of it. */
	private void suspectFailed(Topology topology) {
		topology.shards()
			.stream()
			.filter((shard) -> shard.serving() && shard.primary().health() == NodeHealth.FAILED)
			.map((shard) -> pool(shard.primary().endpoint()))
			.forEach((pool) -> this.threads.runQuick(() -> pool.suspect("the cluster has marked it as failed")));
	}

	/**
	 * New primaries, those included that are to get slots: a primary without slots is
	 * known to be one of them if it has joined a cluster that was known. Replicas get no
	 * commands, and nodes that have failed no dials. Once only: a connection that nobody
	 * uses is closed as any other is.
	 */
	private void dialAhead(TopologyChange change) {
		Set<ClusterNode> added = new HashSet<>(change.added());
		change.after()
			.shards()
			.stream()
			.filter((shard) -> shard.serving() || change.before().version() > 0)
			.map(Shard::primary)
			.filter((primary) -> added.contains(primary) && primary.health() != NodeHealth.FAILED)
			.map((primary) -> pool(primary.endpoint()))
			.forEach(this::dialAhead);
	}

	/**
	 * Opens a first connection to a node, on another thread. Does nothing where there is
	 * one already.
	 * @param pool the node's pool
	 */
	public void dialAhead(NodePool pool) {
		if (pool.active() == 0 && pool.idle() == 0) {
			this.threads.runPatient(pool::warm);
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
			this.threads.runQuick(() -> pool.withLanes().forEach(NodePool::closeIdle));
		}
	}

	private Stream<NodePool> withLanes() {
		return this.pools.values().stream().flatMap(NodePool::withLanes);
	}

	/** A node that owes no reply is not missed by those who wait at it. */
	void askAwaitedNodes() {
		this.pools.values().stream().filter(NodePool::isOnlyWaitedAt).forEach(this.keepAlive::ask);
	}

	/** Says something on the connections that nobody has used for long. */
	void keepAlive() {
		withLanes().forEach(this.keepAlive::ping);
	}

	/** Closes what nobody uses any more. */
	void closeOld() {
		withLanes().forEach(NodePool::closeOld);
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
		return this.routes.pool(pool.endpoint()) == null
				&& pool.withLanes().allMatch((each) -> each.active() == 0 && each.idle() == 0);
	}

	/**
	 * The name that the application has given to the cluster.
	 * @return the name
	 */
	public String clusterName() {
		return this.settings.name();
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
		this.threads.shutdown();
		this.pools.values().forEach((pool) -> {
			pool.retire();
			pool.withLanes().forEach(NodePool::closeIdle);
		});
		signalChange();
	}

}
