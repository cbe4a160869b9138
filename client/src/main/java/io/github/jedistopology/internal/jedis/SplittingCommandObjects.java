package io.github.jedistopology.internal.jedis;

import redis.clients.jedis.ClusterCommandArguments;
import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.commands.ProtocolCommand;

import io.github.jedistopology.internal.command.MultiKey;

/**
 * Lets some commands have keys in several slots. Not loaded by Jedis 8, which splits by
 * itself.
 */
final class SplittingCommandObjects extends ClusterCommandObjects {

	@Override
	protected ClusterCommandArguments commandArguments(ProtocolCommand command) {
		MultiKey kind = MultiKey.of(command);
		return (kind != null) ? new SplittableArguments(command, kind, this.keyPreProcessor)
				: super.commandArguments(command);
	}

}
