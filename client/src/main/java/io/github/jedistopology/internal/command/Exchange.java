package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;

/**
 * What is said on a connection for a command.
 */
interface Exchange {

	/** The command. */
	Exchange PLAIN = new Exchange() {

		@Override
		public <T> @Nullable T on(NodePool pool, NodeConnection connection, CommandObject<T> command) {
			return connection.jedis().executeCommand(command);
		}

	};

	/** ASKING and the command in one round trip. */
	Exchange ASKING = new Exchange() {

		@Override
		public <T> @Nullable T on(NodePool pool, NodeConnection connection, CommandObject<T> command) {
			return executeAsking(connection.jedis(), command);
		}

	};

	<T> @Nullable T on(NodePool pool, NodeConnection connection, CommandObject<T> command);

	/** Whether the node may take its time. */
	default boolean waits(CommandObject<?> command) {
		return command.getArguments().isBlocking();
	}

	/** Whether it was ended here, so that the node is not to blame for no reply. */
	default boolean isGivenUp() {
		return false;
	}

	/** Whether the connection is needed afterwards, if all went well. */
	default boolean keepsConnection() {
		return false;
	}

	private static <T> @Nullable T executeAsking(Connection connection, CommandObject<T> command) {
		connection.sendCommand(Command.ASKING);
		connection.sendCommand(command.getArguments());
		Object reply = connection.getMany(2).get(1);
		if (reply instanceof JedisDataException error) {
			throw error;
		}
		return command.getBuilder().build(reply);
	}

}
