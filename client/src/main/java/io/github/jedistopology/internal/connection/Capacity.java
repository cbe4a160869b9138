package io.github.jedistopology.internal.connection;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many may hold a connection of a pool at a time: one for each connection that is
 * open, and a few who open another one. So a node that is back after an outage is dialled
 * by a few at a time, and the others, in the same queue, take what is given back or dial
 * when one of those has done so. Fair and thread-safe.
 * <p>
 * Whoever closes a connection must hold a permit, tell it here, and release the permit
 * then: what is free in the pool is counted on.
 */
final class Capacity extends Semaphore {

	/**
	 * Enough for a pool of 64 to be filled in 16 round trips. A thousand clients then
	 * come with 4,000 connections at once, each with a TLS handshake on the only thread
	 * of the node, and not with 64,000, of which its backlog would drop most.
	 */
	static final int DIALS_AT_ONCE = 4;

	/** More permits than there can be connections, or threads waiting for one. */
	private static final int EVERYBODY = Integer.MAX_VALUE / 2;

	private static final long serialVersionUID = 1L;

	private final int size;

	private final AtomicInteger open = new AtomicInteger();

	/** How many of those who may dial may not at present. */
	private final AtomicInteger withheld = new AtomicInteger();

	Capacity(int size) {
		super(Math.min(size, DIALS_AT_ONCE), true);
		this.size = Math.min(size, EVERYBODY);
	}

	/** There is one connection more. */
	void opened() {
		if (this.open.getAndIncrement() + DIALS_AT_ONCE < this.size) {
			release();
		}
	}

	/** There is one connection less. */
	void closed() {
		if (this.open.decrementAndGet() + DIALS_AT_ONCE < this.size) {
			reducePermits(1);
		}
	}

	/** One fewer may dial. For a holder of a permit, who is about to release it. */
	void withholdDial() {
		this.withheld.incrementAndGet();
		reducePermits(1);
	}

	/** Gives the places of those who dial back. */
	void returnDials() {
		release(this.withheld.getAndSet(0));
	}

	/** From now on nobody waits. */
	void admitEverybody() {
		release(EVERYBODY);
	}

	/** Whether there are as many connections as there may be. */
	boolean isExhausted() {
		return this.open.get() >= this.size;
	}

	/** How many permits are held, as an estimate. */
	int held() {
		int available = availablePermits();
		int held = Math.min(this.size, this.open.get() + DIALS_AT_ONCE) - this.withheld.get() - available;
		return Math.max(0, (available < EVERYBODY) ? held : held + EVERYBODY);
	}

}
