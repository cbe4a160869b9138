package io.github.jedistopology.boot.data;

import java.util.Map;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.redis.connection.RedisClusterNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class NodeConnectionsTests {

	private final RedisClusterClient client = mock(RedisClusterClient.class);

	private final NodeConnections connections = new NodeConnections(this.client);

	@Test
	void lendsAndTakesBackAConnectionOfTheNodesPool() {
		Connection connection = mock(Connection.class);
		ConnectionPool pool = mock(ConnectionPool.class);
		given(pool.getResource()).willReturn(connection);
		given(this.client.getClusterNodes()).willReturn(Map.of("::1:7000", pool));
		RedisClusterNode node = new RedisClusterNode("::1", 7000);
		Jedis jedis = this.connections.getResourceForSpecificNode(node);
		assertThat(jedis.getConnection()).isSameAs(connection);
		this.connections.returnResourceForSpecificNode(node, jedis);
		verify(connection).close();
	}

	@Test
	void refusesANodeThatIsNotOfTheCluster() {
		given(this.client.getClusterNodes()).willReturn(Map.of());
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.connections.getResourceForSpecificNode(new RedisClusterNode("gone.test", 7000)))
			.withMessage("gone.test:7000 is not a node of the cluster");
	}

}
