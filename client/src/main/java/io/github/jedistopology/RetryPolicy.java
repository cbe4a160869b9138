package io.github.jedistopology;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and for how long a command is tried.
 *
 * @param maxAttempts how many times a command is sent at the most, redirections included
 * @param budget how long a command may take in all: waits for a connection, tries, waits
 * between them
 * @param initialBackoff the longest wait before the second try
 * @param maxBackoff the longest wait between two tries
 */
public record RetryPolicy(int maxAttempts, Duration budget, Duration initialBackoff, Duration maxBackoff) {

	/** 32 tries in 5 s, with waits of at most 10 ms that double up to 500 ms. */
	public static final RetryPolicy DEFAULTS = new RetryPolicy(32, Duration.ofSeconds(5), Duration.ofMillis(10),
			Duration.ofMillis(500));

	public RetryPolicy {
		Checks.positive("retry.maxAttempts", maxAttempts);
		Checks.positive("retry.budget", budget);
		Checks.positive("retry.initialBackoff", initialBackoff);
		Checks.positive("retry.maxBackoff", maxBackoff);
		if (maxBackoff.compareTo(initialBackoff) < 0) {
			throw new IllegalArgumentException("retry.maxBackoff is %s: expected at least retry.initialBackoff (%s)"
				.formatted(maxBackoff, initialBackoff));
		}
	}

	/**
	 * The wait before the next try: between half of and the whole of a bound that doubles
	 * with each try.
	 * @param attempts how many tries there have been, from 1
	 * @param random where the jitter comes from
	 * @return the wait
	 */
	public Duration backoff(int attempts, RandomGenerator random) {
		long initial = this.initialBackoff.toNanos();
		int doublings = Math.min(attempts - 1, Long.numberOfLeadingZeros(initial) - 1);
		long bound = Math.min(this.maxBackoff.toNanos(), initial << doublings);
		return Duration.ofNanos(bound / 2 + random.nextLong(bound / 2 + 1));
	}

}
