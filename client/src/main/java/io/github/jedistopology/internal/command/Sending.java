package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;

/**
 * One try of a command on one node.
 */
final class Sending {

	private Sending() {
	}

	static <T> @Nullable T send(CommandObject<T> command, Exchange exchange, NodePool pool, long now, long deadline) {
		return sendAndGiveBack(command, exchange, pool, pool.borrow(now, deadline), deadline);
	}

	/** On a connection that has just been lent, and is given back unless it is kept. */
	static <T> @Nullable T sendAndGiveBack(CommandObject<T> command, Exchange exchange, NodePool pool,
			NodeConnection connection, long deadline) {
		boolean kept = false;
		try {
			T reply = send(command, exchange, pool, connection, deadline);
			kept = exchange.keepsConnection();
			return reply;
		}
		finally {
			if (!kept) {
				pool.giveBack(connection);
			}
		}
	}

	/** The same on a connection that stays with the caller. */
	static <T> @Nullable T send(CommandObject<T> command, Exchange exchange, NodePool pool, NodeConnection connection,
			long deadline) {
		boolean replied = true;
		try {
			pool.begin(connection, deadline, exchange.waits(command));
			return exchange.on(pool, connection, command);
		}
		catch (JedisDataException ex) {
			heard(ex, connection);
			throw ex;
		}
		catch (JedisConnectionException ex) {
			connection.jedis().setBroken();
			if (!connection.isWritten()) {
				throw pool.nothingSent(ex);
			}
			replied = exchange.isGivenUp();
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			// Half a command may be in its buffer, or half a reply: the next command
			// would get a reply that is not its own.
			connection.jedis().setBroken();
			throw ex;
		}
		finally {
			pool.end(connection, replied);
		}
	}

	/**
	 * A node that says that the cluster is down may be another one than the connection
	 * was opened to: a name or an address can lead elsewhere by now.
	 */
	static void heard(JedisDataException error, NodeConnection connection) {
		if (Verdict.of(error).trigger() == Trigger.CLUSTER_DOWN) {
			connection.doubt();
		}
	}

}
