package io.github.jedistopology.testkit.adversary;

import java.util.concurrent.TimeUnit;

import io.github.jedistopology.testkit.adversary.Fault.Outcome;

/**
 * Says which bytes may go in one direction of one connection, and when. Thread-safe.
 */
final class Valve {

	private Fault fault = Fault.NONE;

	private long left = Fault.NONE.limit();

	private boolean shut;

	/** Bytes that were let go before do not count. */
	synchronized void begin(Fault fault) {
		this.fault = fault;
		this.left = fault.limit();
		notifyAll();
	}

	/** From now on all bytes vanish, whatever the fault. */
	synchronized void shut() {
		this.shut = true;
		notifyAll();
	}

	/**
	 * Wait until some of the next bytes may go.
	 * @param waiting how many there are, at least one
	 */
	synchronized Grant admit(int waiting) throws InterruptedException {
		awaitPause();
		if (this.shut) {
			return new Grant(0, Outcome.SWALLOW);
		}
		int bytes = (int) Math.min(this.left, Math.min(this.fault.piece(), waiting));
		this.left -= bytes;
		if (this.left > 0) {
			return new Grant(bytes, Outcome.PASS);
		}
		this.shut = true;
		return new Grant(bytes, this.fault.outcome());
	}

	/** Of the fault that there is meanwhile: another one may begin, or none be left. */
	private void awaitPause() throws InterruptedException {
		long start = System.nanoTime();
		for (long rest = pause(); rest > 0; rest = pause() - (System.nanoTime() - start)) {
			// Shorter than a millisecond would be none.
			this.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(rest)));
		}
	}

	private long pause() {
		return this.shut ? 0 : this.fault.pause().toNanos();
	}

	/**
	 * What may be done.
	 *
	 * @param bytes how many bytes may go now
	 * @param outcome what to do after them
	 */
	record Grant(int bytes, Outcome outcome) {

	}

}
