package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The connections of a pool that nobody uses, as a stack, so that the surplus grows old
 * and can be closed. Knows which of them may be dead. Takes no lock; thread-safe.
 */
final class FreeConnections {

	/** A connection that was free for longer may have been closed by the node. */
	static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Deque<NodeConnection> free = new ConcurrentLinkedDeque<>();

	private final LongSupplier nanoTime;

	/** All that were lent before then may be dead. */
	private volatile long doubtedAt;

	FreeConnections(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.doubtedAt = nanoTime.getAsLong() - 1;
	}

	/** The one that was put here last, if there is any. */
	@Nullable NodeConnection takeNewest() {
		return this.free.pollFirst();
	}

	/** Whether it is still there. */
	boolean take(NodeConnection connection) {
		return this.free.removeLastOccurrence(connection);
	}

	/** One that may lead to another node is lent last. */
	void put(NodeConnection connection) {
		if (connection.isDoubted()) {
			putOldest(connection);
		}
		else {
			this.free.addFirst(connection);
		}
	}

	void putOldest(NodeConnection connection) {
		this.free.addLast(connection);
	}

	/** Has all looked at before they are lent, those included that are lent now. */
	void doubt() {
		this.doubtedAt = this.nanoTime.getAsLong();
	}

	/**
	 * Whether a connection that was taken from here works. One that the node has closed
	 * is found out before anything is sent on it. That takes a millisecond, so it is done
	 * only where there is a reason. Time counts from when the connection was lent, which
	 * is known without another look at the clock.
	 */
	boolean isGood(NodeConnection taken, long now) {
		boolean doubtful = this.doubtedAt - taken.lentAt() >= 0 || now - taken.lentAt() > TRUSTED_NANOS;
		return taken.isUsable() && !(doubtful && taken.isStale());
	}

	/** All, the newest first. */
	List<NodeConnection> list() {
		return List.copyOf(this.free);
	}

	/** Those that nobody has used for longer than given, the oldest last. */
	List<NodeConnection> unusedFor(Duration limit) {
		long now = this.nanoTime.getAsLong();
		return this.free.stream().filter((each) -> now - each.lentAt() > limit.toNanos()).toList();
	}

	/** Takes all. */
	void drainTo(Consumer<NodeConnection> sink) {
		for (NodeConnection each = takeNewest(); each != null; each = takeNewest()) {
			sink.accept(each);
		}
	}

	int count() {
		return this.free.size();
	}

}
