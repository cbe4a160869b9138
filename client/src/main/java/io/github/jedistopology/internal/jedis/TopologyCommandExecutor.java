package io.github.jedistopology.internal.jedis;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandFlagsRegistry;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.executors.ClusterCommandExecutor;

import io.github.jedistopology.internal.command.CommandPath;

/**
 * Sends single commands along the {@link CommandPath}. Of Jedis's own loop around them
 * only the shell is left: one attempt, and no failure of ours makes it begin another.
 */
final class TopologyCommandExecutor extends ClusterCommandExecutor {

	private final TopologyConnectionProvider connections;

	private final CommandPath path;

	TopologyCommandExecutor(TopologyConnectionProvider connections, CommandPath path, CommandFlagsRegistry flags) {
		super(connections, 1, Duration.ofDays(1), flags);
		this.connections = connections;
		this.path = path;
	}

	@Override
	protected <T> @Nullable T execute(Connection connection, CommandObject<T> command) {
		return this.connections.isPlaceholder(connection)
				? this.path.execute(command, CommandSlots.of(command.getArguments()))
				: connection.executeCommand(command);
	}

}
