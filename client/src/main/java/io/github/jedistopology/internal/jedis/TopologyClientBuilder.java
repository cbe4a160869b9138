package io.github.jedistopology.internal.jedis;

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

	static RedisClusterClient build(ConnectionProvider provider, CommandExecutor executor, RedisProtocol protocol) {
		TopologyClientBuilder builder = new TopologyClientBuilder();
		builder.connectionProvider(provider).commandExecutor(executor);
		builder.clientConfig(DefaultJedisClientConfig.builder().protocol(protocol).build());
		return builder.build();
	}

	@Override
	protected void validateSpecificConfiguration() {
		// The start nodes that Jedis asks for belong to its own discovery.
	}

}
