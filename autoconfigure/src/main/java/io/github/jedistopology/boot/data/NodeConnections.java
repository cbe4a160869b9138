package io.github.jedistopology.boot.data;

import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.redis.connection.ClusterNodeResourceProvider;
import org.springframework.data.redis.connection.RedisClusterNode;

/**
 * Lends Spring Data the connections on which it talks to one particular node.
 */
final class NodeConnections implements ClusterNodeResourceProvider {

	private final RedisClusterClient client;

	NodeConnections(RedisClusterClient client) {
		this.client = client;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <S> S getResourceForSpecificNode(RedisClusterNode node) {
		HostAndPort address = new HostAndPort(node.getRequiredHost(), node.getRequiredPort());
		ConnectionPool pool = this.client.getClusterNodes().get(address.toString());
		if (pool == null) {
			throw new DataAccessResourceFailureException("%s is not a node of the cluster".formatted(address));
		}
		return (S) new Jedis(pool.getResource());
	}

	@Override
	public void returnResourceForSpecificNode(RedisClusterNode node, Object resource) {
		((Jedis) resource).close();
	}

}
