package io.github.jedistopology.internal.jedis;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of day at the start, moved on by a clock that nobody sets: deadlines hold when
 * the system's time is corrected.
 */
final class MonotonicClock implements InstantSource {

	private final Instant start = Instant.now();

	private final long startNanos = System.nanoTime();

	@Override
	public Instant instant() {
		return this.start.plusNanos(System.nanoTime() - this.startNanos);
	}

}
