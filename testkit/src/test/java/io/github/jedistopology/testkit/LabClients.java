package io.github.jedistopology.testkit;

import java.net.UnknownHostException;
import java.util.Set;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

/**
 * Stock Jedis clients for labs, with the lab's name service.
 */
final class LabClients {

	private LabClients() {
	}

	static RedisClusterClient connect(RedisClusterLab lab) {
		return connect(lab, DefaultJedisClientConfig.builder());
	}

	static RedisClusterClient connect(RedisClusterLab lab, DefaultJedisClientConfig.Builder config) {
		return RedisClusterClient.builder()
			.nodes(Set.of(HostAndPort.from(lab.configurationEndpoint())))
			.clientConfig(config.hostAndPortMapper((endpoint) -> resolve(lab, endpoint)).build())
			.maxAttempts(20)
			.build();
	}

	private static HostAndPort resolve(RedisClusterLab lab, HostAndPort endpoint) {
		try {
			return new HostAndPort(lab.names().resolve(endpoint.getHost()).get(0).getHostAddress(), endpoint.getPort());
		}
		catch (UnknownHostException ex) {
			// Refuses connections, and nothing is looked up elsewhere.
			return new HostAndPort("127.0.0.1", 1);
		}
	}

}
