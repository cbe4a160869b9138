package io.github.jedistopology.boot.data;

import redis.clients.jedis.RedisClusterClient;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.data.redis.connection.ClusterCommandExecutor;
import org.springframework.data.redis.connection.ClusterTopologyProvider;

import io.github.jedistopology.JedisTopology;

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

	static ConnectionMeans of(JedisTopology topology, ClusterTopologyProvider topologyProvider,
			AsyncTaskExecutor executor) {
		RedisClusterClient client = topology.client();
		ClusterCommandExecutor nodes = new ClusterCommandExecutor(topologyProvider, new NodeConnections(client),
				ExceptionTranslation.INSTANCE, executor);
		return new ConnectionMeans(client, nodes, topologyProvider,
				new SpanningCommands(topology, nodes, topologyProvider));
	}

}
