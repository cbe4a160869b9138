package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.Shard;

/**
 * Asks all nodes of shards with replicas, five times in two seconds, how their
 * replication is doing, as long as reads use the answers. A node that owes an answer is
 * not asked again meanwhile. Thread-safe.
 */
public final class ReplicationWatch {

	private static final Logger logger = LoggerFactory.getLogger(ReplicationWatch.class);

	/** An answer counts for a second: one may be late. */
	static final Duration PAUSE = Duration.ofMillis(400);

	/** For so long after the last read nodes are still asked. */
	static final Duration IN_USE = Duration.ofSeconds(10);

	private static final long NOTED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final CommandObject<String> INFO = new CommandObject<>(
			new CommandArguments(Command.INFO).add("replication"), BuilderFactory.STRING);

	private final NodePools pools;

	private final LongSupplier nanoTime;

	private final PoolThreads threads;

	private final ConcurrentMap<NodePool, NodeReport> reports = new ConcurrentHashMap<>();

	private final Set<NodePool> underWay = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile long usedAt;

	/**
	 * Begins to ask.
	 * @param pools whose nodes are asked
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 * @param threads on which to wait
	 */
	public ReplicationWatch(NodePools pools, LongSupplier nanoTime, PoolThreads threads) {
		this.pools = pools;
		this.nanoTime = nanoTime;
		this.threads = threads;
		this.usedAt = nanoTime.getAsLong();
		threads.repeat(this::round, PAUSE);
	}

	/**
	 * A read uses the answers.
	 * @param now the time
	 */
	public void used(long now) {
		if (now - this.usedAt > NOTED_NANOS) {
			this.usedAt = now;
		}
	}

	/**
	 * What a node said last.
	 * @param pool the node's pool
	 * @return the report, {@code null} while there is none
	 */
	public @Nullable NodeReport report(NodePool pool) {
		return this.reports.get(pool);
	}

	/** Has every node asked, if reads have used the answers lately. */
	void round() {
		if (this.nanoTime.getAsLong() - this.usedAt > IN_USE.toNanos()) {
			return;
		}
		Routes routes = this.pools.routes();
		Set<NodePool> current = routes.topology()
			.shards()
			.stream()
			.filter((shard) -> shard.serving() && !shard.replicas().isEmpty())
			.flatMap(Shard::nodes)
			.map((node) -> routes.pool(node.endpoint()))
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		this.reports.keySet().retainAll(current);
		current.stream()
			.filter((pool) -> !pool.isSuspected() && this.underWay.add(pool))
			.forEach((pool) -> this.threads.runPatient(() -> {
				try {
					ask(pool);
				}
				finally {
					this.underWay.remove(pool);
				}
			}));
	}

	/** Without an answer the report that is there grows old. */
	private void ask(NodePool pool) {
		try {
			NodeConnection connection = pool.borrowPatiently();
			NodeReport report = ask(pool, connection);
			this.reports.merge(pool, report, (before, latest) -> latest.smoothedBy(before));
		}
		catch (JedisDataException ex) {
			warn(pool, ex);
		}
		catch (RuntimeException ex) {
			// A node that does not answer is suspected by now, as by a command.
		}
	}

	/** Once: what one node refuses, all refuse. */
	private void warn(NodePool pool, JedisDataException refusal) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("{} refuses READONLY or INFO replication: {}. Its shard is read from the primary",
					pool.endpoint(), refusal.getMessage());
		}
	}

	private NodeReport ask(NodePool pool, NodeConnection connection) {
		long askedAt = this.nanoTime.getAsLong();
		try {
			String info = Inquiry.ask(pool, connection, askedAt, askedAt + NodeReport.VALID_NANOS, INFO);
			return NodeReport.parse(info, this.nanoTime.getAsLong() - askedAt, askedAt);
		}
		finally {
			pool.giveBack(connection);
		}
	}

}
