package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import redis.clients.jedis.exceptions.JedisException;

import org.jspecify.annotations.Nullable;

/**
 * Waits for a server to do something.
 */
final class Await {

	private static final Duration INTERVAL = Duration.ofMillis(20);

	private Await() {
	}

	/**
	 * Waits until nothing is missing any more. A command that fails counts as something
	 * missing.
	 * @param goal what is waited for
	 * @param missing says what is still missing; null when nothing is
	 * @throws IllegalStateException with the goal and what is missing, when time is over
	 */
	static void until(String goal, Duration timeout, Supplier<@Nullable String> missing) {
		until(goal, timeout, INTERVAL, missing);
	}

	/** The same, asking at an interval of one's own. */
	static void until(String goal, Duration timeout, Duration interval, Supplier<@Nullable String> missing) {
		long start = System.nanoTime();
		String last = ask(missing);
		while (last != null) {
			if (System.nanoTime() - start > timeout.toNanos()) {
				throw new IllegalStateException("%s: not after %d s: %s".formatted(goal, timeout.toSeconds(), last));
			}
			pause(interval);
			last = ask(missing);
		}
	}

	private static @Nullable String ask(Supplier<@Nullable String> missing) {
		try {
			return missing.get();
		}
		catch (JedisException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	static void pause(Duration duration) {
		try {
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting", ex);
		}
	}

}
