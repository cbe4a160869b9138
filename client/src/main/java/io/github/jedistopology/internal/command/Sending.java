package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
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

	static <T> @Nullable T send(CommandObject<T> command, NodePool pool, long now, long deadline) {
		return send(command, pool, now, deadline, false);
	}

	/** ASKING and the command in one round trip. */
	static <T> @Nullable T sendAsking(CommandObject<T> command, NodePool pool, long now, long deadline) {
		return send(command, pool, now, deadline, true);
	}

	private static <T> @Nullable T send(CommandObject<T> command, NodePool pool, long now, long deadline,
			boolean asking) {
		NodeConnection connection = pool.borrow(now, deadline);
		boolean replied = true;
		try {
			pool.begin(connection, deadline, command.getArguments().isBlocking());
			return asking ? executeAsking(command, connection.jedis()) : connection.jedis().executeCommand(command);
		}
		catch (JedisDataException ex) {
			if (Verdict.of(ex).trigger() == Trigger.CLUSTER_DOWN) {
				connection.doubt();
			}
			throw ex;
		}
		catch (JedisConnectionException ex) {
			connection.jedis().setBroken();
			if (!connection.isWritten()) {
				throw pool.nothingSent(ex);
			}
			replied = false;
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
			pool.giveBack(connection);
		}
	}

	private static <T> @Nullable T executeAsking(CommandObject<T> command, Connection connection) {
		connection.sendCommand(Command.ASKING);
		connection.sendCommand(command.getArguments());
		if (command.getArguments().isBlocking()) {
			connection.setTimeoutInfinite();
		}
		Object reply = connection.getMany(2).get(1);
		if (command.getArguments().isBlocking()) {
			connection.rollbackTimeout();
		}
		if (reply instanceof JedisDataException error) {
			throw error;
		}
		return command.getBuilder().build(reply);
	}

}
