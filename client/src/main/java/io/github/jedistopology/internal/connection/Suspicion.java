package io.github.jedistopology.internal.connection;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a node is trusted to answer. Two failures in a row, with no reply in between,
 * are enough for suspicion. Thread-safe; while all is well a command costs it one
 * volatile read.
 */
final class Suspicion {

	private static final int FAILURES = 2;

	private static final int SUSPECTED = Integer.MIN_VALUE;

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicInteger waiting = new AtomicInteger();

	private final int maxWaiting;

	private volatile String reason = "";

	Suspicion(int maxWaiting) {
		this.maxWaiting = maxWaiting;
	}

	boolean isSuspected() {
		return this.failures.get() < 0;
	}

	/** A reply came. Only a probe ends a suspicion. */
	void replied() {
		int count = this.failures.get();
		if (count > 0) {
			this.failures.compareAndSet(count, 0);
		}
	}

	/** A reply did not come; whether the node is suspected from now on. */
	boolean failed() {
		return this.failures.updateAndGet((count) -> (count < 0) ? count : count + 1) >= FAILURES
				&& suspect(FAILURES + " commands in a row had no reply");
	}

	/** From now on a reply is wanted, as after a failure. Is none itself. */
	void question() {
		this.failures.compareAndSet(0, 1);
	}

	/** Whether no reply has come since the last failure or question. */
	boolean isUnanswered() {
		return this.failures.get() != 0;
	}

	/** Whether the node was trusted so far; if not, the first reason stays. */
	boolean suspect(String reason) {
		if (!isSuspected()) {
			this.reason = reason;
		}
		return this.failures.getAndSet(SUSPECTED) >= 0;
	}

	/** Why the node is suspected, or was when it was last. */
	String reason() {
		return this.reason;
	}

	/** Whether the node was suspected so far. */
	boolean trust() {
		return this.failures.getAndSet(0) < 0;
	}

	/** Whether one more may wait; if so, {@link #leave()} must follow. */
	boolean join() {
		if (this.waiting.incrementAndGet() <= this.maxWaiting) {
			return true;
		}
		leave();
		return false;
	}

	void leave() {
		this.waiting.decrementAndGet();
	}

}
