package io.github.jedistopology.internal.jedis;

import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;

/**
 * Makes nothing: for pools that are Jedis's by their shape only.
 */
final class NoFactory extends BasePooledObjectFactory<Connection> {

	static GenericObjectPoolConfig<Connection> config() {
		GenericObjectPoolConfig<Connection> config = new GenericObjectPoolConfig<>();
		config.setJmxEnabled(false);
		return config;
	}

	@Override
	public Connection create() {
		throw new IllegalStateException("Use getResource() to borrow a connection");
	}

	@Override
	public PooledObject<Connection> wrap(Connection connection) {
		return new DefaultPooledObject<>(connection);
	}

}
