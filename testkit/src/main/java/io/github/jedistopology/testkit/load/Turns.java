package io.github.jedistopology.testkit.load;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * One thread's turns: each is taken when it is due, or as soon after it as the one before
 * has ended, until they are stopped.
 */
final class Turns {

	/** What is later than this is given up. */
	static final long MAX_DEBT = TimeUnit.SECONDS.toNanos(1);

	private final LongUnaryOperator due;

	private final PausingClock clock;

	private volatile boolean stopped;

	/**
	 * @param due when each turn is due, counted from 0
	 */
	Turns(LongUnaryOperator due, PausingClock clock) {
		this.due = due;
		this.clock = clock;
	}

	/** Each turn is due when the one before has ended. */
	static Turns atOnce(PausingClock clock) {
		return new Turns((turn) -> clock.nanoTime(), clock);
	}

	/** Let the turn that is being taken be the last one. */
	void stop() {
		this.stopped = true;
	}

	/**
	 * Take turns until they are stopped, or the thread is interrupted.
	 * @param operation a turn, given the time at which it was due
	 * @param skipped a turn that is given up, given by how much it is overdue
	 */
	void take(LongConsumer operation, LongConsumer skipped) {
		for (long turn = 0; isRunning(); turn++) {
			long time = this.due.applyAsLong(turn);
			long debt = this.clock.nanoTime() - time;
			if (debt > MAX_DEBT) {
				skipped.accept(debt);
				continue;
			}
			awaitTime(time);
			if (isRunning()) {
				operation.accept(time);
			}
		}
	}

	private boolean isRunning() {
		return !this.stopped && !Thread.currentThread().isInterrupted();
	}

	private void awaitTime(long time) {
		for (long now = this.clock.nanoTime(); now < time && isRunning(); now = this.clock.nanoTime()) {
			this.clock.pause(time - now);
		}
	}

}
