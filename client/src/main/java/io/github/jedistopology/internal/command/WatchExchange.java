package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;

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
		T reply = PLAIN.on(pool, connection, command);
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
