package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.internal.connection.NodePool;

/**
 * One try of a command on one node.
 */
final class Sending {

	private Sending() {
	}

	static <T> @Nullable T send(CommandObject<T> command, NodePool pool, long deadline) {
		return send(command, pool, deadline, false);
	}

	/** ASKING and the command in one round trip. */
	static <T> @Nullable T sendAsking(CommandObject<T> command, NodePool pool, long deadline) {
		return send(command, pool, deadline, true);
	}

	private static <T> @Nullable T send(CommandObject<T> command, NodePool pool, long deadline, boolean asking) {
		Connection connection = pool.borrow(deadline);
		try {
			return asking ? executeAsking(command, connection) : connection.executeCommand(command);
		}
		catch (JedisDataException ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			// Half a command may be in its buffer, or half a reply: the next command
			// would get a reply that is not its own.
			connection.setBroken();
			throw ex;
		}
		finally {
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
