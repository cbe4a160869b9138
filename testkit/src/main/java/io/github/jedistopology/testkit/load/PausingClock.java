package io.github.jedistopology.testkit.load;

import java.util.concurrent.locks.LockSupport;

/**
 * A clock that one can also wait with.
 */
interface PausingClock {

	/** The JVM's own. A pause ends early when its thread is unparked or interrupted. */
	PausingClock SYSTEM = new PausingClock() {

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public void pause(long nanos) {
			LockSupport.parkNanos(this, nanos);
		}

	};

	long nanoTime();

	/** Wait for at most so many nanoseconds. */
	void pause(long nanos);

}
