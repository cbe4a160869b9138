package io.github.jedistopology.internal.jedis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/**
 * What Jedis takes for a connection where it would go from node to node by itself. It
 * leads nowhere; what it is given takes the path of all commands.
 */
abstract class VirtualConnection extends Connection {

	VirtualConnection(HostAndPort node) {
		super(node);
	}

	abstract <T> @Nullable T execute(CommandObject<T> command);

	@Override
	public <T> @Nullable T executeCommand(CommandObject<T> command) {
		return execute(command);
	}

	@Override
	public @Nullable Object executeCommand(CommandArguments arguments) {
		return execute(new CommandObject<>(arguments, BuilderFactory.RAW_OBJECT));
	}

	@Override
	public void close() {
		// nothing is open
	}

}
