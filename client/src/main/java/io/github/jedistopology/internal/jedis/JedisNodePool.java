package io.github.jedistopology.internal.jedis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;

import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;

/**
 * A {@link NodePool} in the shape in which Jedis hands pools out. Nothing is kept in the
 * pool that it inherits; closing it does nothing, because the pool is the client's.
 */
final class JedisNodePool extends ConnectionPool {

	private final NodePool pool;

	private final LongSupplier deadline;

	private final Map<Connection, NodeConnection> lent = new ConcurrentHashMap<>();

	/**
	 * A pool for Jedis.
	 * @param pool where the connections are
	 * @param deadline until when a borrower that begins now may wait
	 */
	JedisNodePool(NodePool pool, LongSupplier deadline) {
		super(new NoFactory(), NoFactory.config());
		this.pool = pool;
		this.deadline = deadline;
	}

	@Override
	public Connection getResource() {
		NodeConnection borrowed = this.pool.borrow(this.deadline.getAsLong());
		Connection connection = borrowed.jedis();
		this.lent.put(connection, borrowed);
		connection.setHandlingPool(this);
		return connection;
	}

	/**
	 * Takes a connection back. Nothing happens the second time: it may be in somebody
	 * else's hands by then, and Jedis would close it if it knew no pool any more.
	 */
	@Override
	public void returnResource(Connection connection) {
		connection.setHandlingPool(this);
		NodeConnection borrowed = this.lent.remove(connection);
		if (borrowed != null) {
			this.pool.giveBack(borrowed);
		}
	}

	@Override
	public void returnBrokenResource(Connection connection) {
		if (this.lent.containsKey(connection)) {
			connection.setBroken();
		}
		returnResource(connection);
	}

	@Override
	public int getNumActive() {
		return this.pool.active();
	}

	@Override
	public int getNumIdle() {
		return this.pool.idle();
	}

	@Override
	public int getNumWaiters() {
		return this.pool.waiting();
	}

	@Override
	public void close() {
		// the client's to close
	}

	@Override
	public void destroy() {
		// the client's to close
	}

}
