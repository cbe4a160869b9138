package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits that an interrupt ends.
 */
final class Pauses {

	private Pauses() {
	}

	static void pause(Duration duration) {
		try {
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Interrupts the thread if it has not ended by then. */
	static void join(Thread thread, Duration patience) {
		try {
			thread.join(patience.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		thread.interrupt();
	}

}
