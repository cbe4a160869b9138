package io.github.jedistopology.internal.command;

import java.util.List;

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
		Connection connection = pool.borrow(deadline);
		try {
			return connection.executeCommand(command);
		}
		finally {
			pool.giveBack(connection);
		}
	}

	/** ASKING and the command in one round trip. */
	static <T> @Nullable T sendAsking(CommandObject<T> command, NodePool pool, long deadline) {
		Connection connection = pool.borrow(deadline);
		try {
			connection.sendCommand(Command.ASKING);
			connection.sendCommand(command.getArguments());
			List<Object> replies = connection.getMany(2);
			if (replies.get(1) instanceof JedisDataException error) {
				throw error;
			}
			return command.getBuilder().build(replies.get(1));
		}
		finally {
			pool.giveBack(connection);
		}
	}

}
