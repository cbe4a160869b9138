package io.github.jedistopology;

import java.time.Duration;

/**
 * The pool of connections to one node; every node has a pool of its own.
 *
 * @param maxTotal how many connections there may be to a node
 * @param maxWait how long a command waits for a free connection; its budget ends the wait
 * too
 * @param maxIdleTime how long a connection stays open unused
 * @param maxBlocking how many further connections there may be to a node for commands
 * that wait there, like {@code BLPOP}: each holds one for as long as it waits
 */
public record PoolSettings(int maxTotal, Duration maxWait, Duration maxIdleTime, int maxBlocking) {

	/**
	 * 64 connections and 256 for blocking commands, 2 s to wait for one, closed after a
	 * minute unused.
	 */
	public static final PoolSettings DEFAULTS = new PoolSettings(64, Duration.ofSeconds(2), Duration.ofMinutes(1), 256);

	public PoolSettings {
		Checks.positive("pool.maxTotal", maxTotal);
		Checks.positive("pool.maxWait", maxWait);
		Checks.positive("pool.maxIdleTime", maxIdleTime);
		Checks.positive("pool.maxBlocking", maxBlocking);
	}

	/**
	 * Settings with as many connections for blocking commands as there are by default.
	 * @param maxTotal how many connections there may be to a node
	 * @param maxWait how long a command waits for a free connection
	 * @param maxIdleTime how long a connection stays open unused
	 */
	public PoolSettings(int maxTotal, Duration maxWait, Duration maxIdleTime) {
		this(maxTotal, maxWait, maxIdleTime, DEFAULTS.maxBlocking());
	}

}
