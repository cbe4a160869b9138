package io.github.jedistopology.boot.data;

import redis.clients.jedis.RedisClusterClient;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.data.redis.connection.ClusterCommandExecutor;
import org.springframework.data.redis.connection.ClusterTopologyProvider;

/**
 * What all connections of a factory share.
 *
 * @param client carries commands out
 * @param nodes carries commands out on particular nodes
 * @param topologyProvider knows the nodes
 * @param spanning the commands whose keys may lie on several nodes
 */
record ConnectionMeans(RedisClusterClient client, ClusterCommandExecutor nodes,
		ClusterTopologyProvider topologyProvider, SpanningCommands spanning) {

	static ConnectionMeans of(RedisClusterClient client, ClusterTopologyProvider topologyProvider,
			AsyncTaskExecutor executor) {
		ClusterCommandExecutor nodes = new ClusterCommandExecutor(topologyProvider, new NodeConnections(client),
				ExceptionTranslation.INSTANCE, executor);
		return new ConnectionMeans(client, nodes, topologyProvider,
				new SpanningCommands(client, nodes, topologyProvider));
	}

}
