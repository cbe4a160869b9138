package io.github.jedistopology.internal.jedis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;

/**
 * Lends one connection that leads nowhere, to as many as like.
 */
final class VirtualPool extends ConnectionPool {

	private final Connection connection;

	VirtualPool(Connection connection) {
		super(new NoFactory(), NoFactory.config());
		this.connection = connection;
	}

	@Override
	public Connection getResource() {
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
