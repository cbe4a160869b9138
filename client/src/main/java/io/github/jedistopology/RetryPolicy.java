package io.github.jedistopology;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * How often and for how long a command is tried.
 *
 * @param maxAttempts how many times a command is sent at the most, redirections included
 * @param maxRedirections how many of these times may follow a redirection (MOVED, ASK)
 * @param budget how long a command may take in all: waits for a connection, tries, waits
 * between them
 * @param initialBackoff the longest wait before the second try
 * @param maxBackoff the longest wait between two tries
 * @param idempotentCommands names of commands that may be sent again although they may
 * have been executed, because the application does no harm by executing them twice, for
 * example {@code SET}; commands that only read may be sent again anyway
 */
public record RetryPolicy(int maxAttempts, int maxRedirections, Duration budget, Duration initialBackoff,
		Duration maxBackoff, Set<String> idempotentCommands) {

	/** 32 tries in 5 s, with waits of at most 10 ms that double up to 250 ms. */
	public static final RetryPolicy DEFAULTS = new RetryPolicy(32, Duration.ofSeconds(5), Duration.ofMillis(10),
			Duration.ofMillis(250));

	public RetryPolicy {
		Checks.positive("retry.maxAttempts", maxAttempts);
		Checks.atLeast(0, "retry.maxRedirections", maxRedirections);
		Checks.positive("retry.budget", budget);
		Checks.positive("retry.initialBackoff", initialBackoff);
		Checks.positive("retry.maxBackoff", maxBackoff);
		idempotentCommands = idempotentCommands.stream()
			.map((name) -> name.strip().toUpperCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
		if (maxBackoff.compareTo(initialBackoff) < 0) {
			throw new IllegalArgumentException("retry.maxBackoff is %s: expected at least retry.initialBackoff (%s)"
				.formatted(maxBackoff, initialBackoff));
		}
	}

	/**
	 * A policy without a limit of its own for redirections.
	 * @param maxAttempts how many times a command is sent at the most
	 * @param budget how long a command may take in all
	 * @param initialBackoff the longest wait before the second try
	 * @param maxBackoff the longest wait between two tries
	 * @param idempotentCommands names of commands that may be sent again although they
	 * may have been executed
	 */
	public RetryPolicy(int maxAttempts, Duration budget, Duration initialBackoff, Duration maxBackoff,
			Set<String> idempotentCommands) {
		this(maxAttempts, maxAttempts, budget, initialBackoff, maxBackoff, idempotentCommands);
	}

	/**
	 * A policy by which only reads are sent again after they may have been executed.
	 * @param maxAttempts how many times a command is sent at the most
	 * @param budget how long a command may take in all
	 * @param initialBackoff the longest wait before the second try
	 * @param maxBackoff the longest wait between two tries
	 */
	public RetryPolicy(int maxAttempts, Duration budget, Duration initialBackoff, Duration maxBackoff) {
		this(maxAttempts, budget, initialBackoff, maxBackoff, Set.of());
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
