package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.github.jedistopology.internal.connection.Inquiry.Answer;

/**
 * Sends a PING on connections that nobody has used for long, so that no device on the way
 * forgets them, and one that is dead is found out before somebody needs it. Does not make
 * them younger: they are closed when their time has come.
 */
final class KeepAlive {

	/**
	 * No connection is silent for more than twice as long: firewalls and NAT gateways
	 * forget it after minutes, few after one.
	 */
	static final Duration PAUSE = Duration.ofSeconds(30);

	/**
	 * How often a node at which commands wait is asked whether it is there; one that is
	 * not is suspected as soon as the question is overdue.
	 */
	static final Duration AWAITED_PAUSE = Duration.ofSeconds(5);

	private final Duration timeout;

	private final LongSupplier nanoTime;

	private final PoolThreads threads;

	private final Set<NodePool> underWay = ConcurrentHashMap.newKeySet();

	/**
	 * Nothing to do yet.
	 * @param timeout how long a node has for a reply
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 * @param threads on which to wait for it
	 */
	KeepAlive(Duration timeout, LongSupplier nanoTime, PoolThreads threads) {
		this.timeout = timeout;
		this.nanoTime = nanoTime;
		this.threads = threads;
	}

	/** Has a round made, unless there is one under way or nothing to do. */
	void ping(NodePool pool) {
		if (!pool.isSuspected() && !pool.unusedFor(PAUSE).isEmpty() && this.underWay.add(pool)) {
			inBackground(pool, () -> round(pool));
		}
	}

	/**
	 * Asks the node something, so that it owes a reply; what comes of it is the pool's.
	 */
	void ask(NodePool pool) {
		if (!pool.isSuspected() && this.underWay.add(pool)) {
			inBackground(pool, () -> askOnce(pool));
		}
	}

	private void inBackground(NodePool pool, Runnable task) {
		this.threads.runPatient(() -> {
			try {
				task.run();
			}
			finally {
				this.underWay.remove(pool);
			}
		});
	}

	private void askOnce(NodePool pool) {
		try {
			NodeConnection connection = pool.borrowPatiently();
			try {
				Inquiry.ping(pool, connection, this.nanoTime.getAsLong(), this.timeout);
			}
			finally {
				pool.giveBack(connection);
			}
		}
		catch (RuntimeException ex) {
			// A node that cannot be connected to is suspected by now.
		}
	}

	/**
	 * Goes through what the pool has unused, one at a time. After one that is dead, what
	 * else is free is looked at before it is lent.
	 */
	void round(NodePool pool) {
		for (NodeConnection free : pool.unusedFor(PAUSE)) {
			if (Inquiry.pingSpare(pool, free, this.nanoTime, this.timeout) == Answer.NONE) {
				return;
			}
		}
	}

}
