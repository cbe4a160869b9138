package io.github.jedistopology.internal.jedis;

import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * Builds Jedis's client on our provider and executor; its constructor is for builders
 * only.
 */
final class TopologyClientBuilder extends RedisClusterClient.Builder {

	private final boolean splitMultiKeyCommands;

	private TopologyClientBuilder(boolean splitMultiKeyCommands) {
		this.splitMultiKeyCommands = splitMultiKeyCommands;
	}

	/**
	 * Finds out whether this version of Jedis can do what is asked for, before anything
	 * is begun.
	 */
	static void check(boolean splitMultiKeyCommands) {
		if (!splitMultiKeyCommands && CommandSlots.areManyAllowed()) {
			throw new IllegalArgumentException("splitMultiKeyCommands is false: expected true on this version of "
					+ "Jedis, which splits commands by slot before a client sees them");
		}
	}

	static RedisClusterClient build(ConnectionProvider provider, CommandExecutor executor,
			boolean splitMultiKeyCommands, RedisProtocol protocol) {
		TopologyClientBuilder builder = new TopologyClientBuilder(splitMultiKeyCommands);
		builder.connectionProvider(provider).commandExecutor(executor);
		builder.clientConfig(DefaultJedisClientConfig.builder().protocol(protocol).build());
		return builder.build();
	}

	/** Asked by Jedis 7 only. */
	@Override
	protected CommandObjects createDefaultCommandObjects() {
		return this.splitMultiKeyCommands ? new SplittingCommandObjects() : super.createDefaultCommandObjects();
	}

	@Override
	protected void validateSpecificConfiguration() {
		// The start nodes that Jedis asks for belong to its own discovery.
	}

}
