package io.github.jedistopology.internal.jedis;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandFlagsRegistry;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.executors.ClusterCommandExecutor;

import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.internal.command.CommandPath;
import io.github.jedistopology.internal.command.KnownScripts;

/**
 * Sends single commands along the {@link CommandPath}. Of Jedis's own loop around them
 * only the shell is left: one attempt, and no failure of ours makes it begin another.
 */
final class TopologyCommandExecutor extends ClusterCommandExecutor {

	private final TopologyConnectionProvider connections;

	private final CommandPath path;

	private final KnownScripts scripts = new KnownScripts();

	TopologyCommandExecutor(TopologyConnectionProvider connections, CommandPath path, CommandFlagsRegistry flags) {
		super(connections, 1, Duration.ofDays(1), flags);
		this.connections = connections;
		this.path = path;
	}

	@Override
	protected <T> @Nullable T execute(Connection connection, CommandObject<T> command) {
		T reply = reply(connection, command);
		this.scripts.remember(command.getArguments());
		return reply;
	}

	private <T> @Nullable T reply(Connection connection, CommandObject<T> command) {
		if (this.connections.isPlaceholder(connection)) {
			return execute(command, false);
		}
		return this.connections.isReplicaPlaceholder(connection) ? execute(command, true)
				: connection.executeCommand(command);
	}

	private <T> @Nullable T execute(CommandObject<T> command, boolean toReplica) {
		if (command.getArguments() instanceof Splittable arguments && arguments.isSplit()) {
			return this.path.executeSplit(command, arguments.kind(), arguments.slots());
		}
		int slot = CommandSlots.of(command.getArguments());
		try {
			return execute(command, slot, toReplica);
		}
		catch (JedisNoScriptException ex) {
			CommandObject<T> withSource = this.scripts.withSource(command, ex);
			if (withSource == null) {
				throw ex;
			}
			return execute(withSource, slot, toReplica);
		}
		catch (CommandMaybeExecutedException ex) {
			CommandObject<T> withSource = (ex.getCause() instanceof JedisNoScriptException refusal)
					? this.scripts.withSource(command, refusal) : null;
			if (withSource == null) {
				throw ex;
			}
			return executeInDoubt(withSource, slot, toReplica, ex);
		}
	}

	/** However it fails, an earlier try may have been executed. */
	private <T> @Nullable T executeInDoubt(CommandObject<T> command, int slot, boolean toReplica,
			CommandMaybeExecutedException doubt) {
		try {
			return execute(command, slot, toReplica);
		}
		catch (JedisException ex) {
			doubt.addSuppressed(ex);
			throw doubt;
		}
	}

	private <T> @Nullable T execute(CommandObject<T> command, int slot, boolean toReplica) {
		return toReplica ? this.path.read(command, slot) : this.path.execute(command, slot);
	}

}
