package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;

/**
 * The first {@code WATCH}: the connection is kept, since it is what the node remembers.
 * Belongs to one thread.
 */
final class WatchExchange implements Exchange {

	private @Nullable Watch watch;

	@Override
	public <T> @Nullable T on(NodePool pool, NodeConnection connection, CommandObject<T> command) {
		T reply;
		try {
			reply = PLAIN.on(pool, connection, command);
		}
		catch (JedisAskDataException ex) {
			// To watch at the importing node lasts no longer than ASKING: until the keys
			// have moved, there is nobody who could watch them.
			throw new JedisDataException("TRYAGAIN " + ex.getMessage(), ex);
		}
		this.watch = new Watch(pool, connection);
		return reply;
	}

	@Override
	public boolean keepsConnection() {
		return this.watch != null;
	}

	/** What it led to, {@code null} as long as it did not succeed. */
	@Nullable Watch watch() {
		return this.watch;
	}

	/**
	 * A connection that watches.
	 *
	 * @param pool where it was borrowed
	 * @param connection the connection
	 */
	record Watch(NodePool pool, NodeConnection connection) {

	}

}
