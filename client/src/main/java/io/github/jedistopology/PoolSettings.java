package io.github.jedistopology;

import java.time.Duration;

/**
 * The pool of connections to one node; every node has a pool of its own.
 *
 * @param maxTotal how many connections there may be to a node
 * @param maxWait how long a command waits for a free connection; its budget ends the wait
 * too
 * @param maxIdleTime how long a connection stays open unused
 */
public record PoolSettings(int maxTotal, Duration maxWait, Duration maxIdleTime) {

	/** 64 connections, 2 s to wait for one, closed after a minute unused. */
	public static final PoolSettings DEFAULTS = new PoolSettings(64, Duration.ofSeconds(2), Duration.ofMinutes(1));

	public PoolSettings {
		Checks.positive("pool.maxTotal", maxTotal);
		Checks.positive("pool.maxWait", maxWait);
		Checks.positive("pool.maxIdleTime", maxIdleTime);
	}

}
