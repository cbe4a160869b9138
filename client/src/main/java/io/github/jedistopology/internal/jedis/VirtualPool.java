package io.github.jedistopology.internal.jedis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;

/**
 * Lends one connection that leads nowhere, to as many as like. To make a pool takes as
 * long as a command does: where one thread uses connections one by one, it can be the
 * same for all of them.
 */
final class VirtualPool extends ConnectionPool {

	private @Nullable Connection connection;

	VirtualPool() {
		super(new NoFactory(), NoFactory.config());
	}

	/** Lends this one from now on. */
	VirtualPool lending(Connection connection) {
		this.connection = connection;
		return this;
	}

	@Override
	public @Nullable Connection getResource() {
		return this.connection;
	}

	@Override
	public void returnResource(Connection connection) {
		// nothing was lent
	}

	@Override
	public void returnBrokenResource(Connection connection) {
		// nothing was lent
	}

}
