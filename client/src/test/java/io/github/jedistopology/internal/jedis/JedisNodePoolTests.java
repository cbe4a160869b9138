package io.github.jedistopology.internal.jedis;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.connection.FakeDialer;
import io.github.jedistopology.internal.connection.FakeNode;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.PoolThreads;
import io.github.jedistopology.internal.connection.NothingSentException;
import io.github.jedistopology.internal.connection.PoolExhaustedException;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.internal.connection.TestTopologies;
import io.github.jedistopology.internal.connection.VirtualTime;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JedisNodePool} and {@link JedisNodePools}.
 */
class JedisNodePoolTests {

	private static final HostAndPort A = new HostAndPort("a", 7001);

	private static final HostAndPort B = new HostAndPort("b", 7002);

	private static final HostAndPort EMPTY = new HostAndPort("empty", 7003);

	private final VirtualTime time = new VirtualTime();

	private final FakeDialer dialer = new FakeDialer();

	private final FakeNode node = this.dialer.node(A);

	/** Nothing is dialled ahead: the pools' threads do nothing. */
	private final NodePools pools = new NodePools(this.dialer, TestSettings.pool(2, Duration.ofMillis(5)), this.time,
			new PoolThreads((task) -> new Thread()), (endpoint, trusted) -> {
			});

	private final JedisNodePools jedisPools = new JedisNodePools(this.pools, () -> this.time.in(Duration.ofSeconds(5)));

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void aConnectionThatIsClosedComesBack() {
		NodePool pool = this.pools.pool(A);
		ConnectionPool jedisPool = this.jedisPools.of(pool);
		Connection connection = jedisPool.getResource();
		assertThat(jedisPool.getNumActive()).isEqualTo(1);
		connection.close();
		assertThat(jedisPool.getNumActive()).isZero();
		assertThat(jedisPool.getNumIdle()).isEqualTo(1);
		assertThat(pool.borrow(this.time.in(Duration.ofSeconds(1))).jedis()).isSameAs(connection);
	}

	@Test
	void aBrokenConnectionThatIsClosedComesBackAndIsClosed() {
		ConnectionPool jedisPool = this.jedisPools.of(this.pools.pool(A));
		Connection connection = jedisPool.getResource();
		connection.setBroken();
		connection.close();
		assertThat(this.node.open()).isZero();
		assertThat(jedisPool.getNumActive()).isZero();
		Connection another = jedisPool.getResource();
		jedisPool.returnBrokenResource(another);
		assertThat(this.node.open()).isZero();
		assertThat(jedisPool.getNumActive()).isZero();
	}

	@Test
	void closingAConnectionTwiceTakesItFromNobody() {
		NodePool pool = this.pools.pool(A);
		ConnectionPool jedisPool = this.jedisPools.of(pool);
		Connection connection = jedisPool.getResource();
		connection.close();
		Connection somebodyElses = pool.borrow(this.time.in(Duration.ofSeconds(1))).jedis();
		connection.close();
		jedisPool.returnResource(connection);
		jedisPool.returnBrokenResource(connection);
		assertThat(somebodyElses).isSameAs(connection);
		assertThat(somebodyElses.isConnected()).isTrue();
		assertThat(somebodyElses.isBroken()).isFalse();
		assertThat(pool.active()).isEqualTo(1);
		assertThat(pool.idle()).isZero();
	}

	@Test
	void returningAConnectionAndClosingItFreesOnePermitOnly() {
		ConnectionPool jedisPool = this.jedisPools.of(this.pools.pool(A));
		Connection connection = jedisPool.getResource();
		jedisPool.getResource();
		jedisPool.returnResource(connection);
		connection.close();
		jedisPool.getResource();
		assertThatExceptionOfType(PoolExhaustedException.class).isThrownBy(jedisPool::getResource);
	}

	@Test
	void aConnectionOfARetiredPoolIsClosedWhenItComesBack() {
		publish(shard(node("1", A), slots(0, 10)));
		ConnectionPool jedisPool = this.jedisPools.nodes().get("a:7001");
		Connection connection = jedisPool.getResource();
		publish();
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(jedisPool::getResource);
		connection.close();
		assertThat(this.node.open()).isZero();
	}

	@Test
	void closingThePoolDoesNothing() {
		ConnectionPool jedisPool = this.jedisPools.of(this.pools.pool(A));
		jedisPool.close();
		jedisPool.destroy();
		jedisPool.getResource().close();
	}

	@Test
	void listsWhoServesSlotsByName() {
		publish(new Shard(node("1", A), List.of(node("2", B)), List.of(slots(0, 10))), shard(node("3", EMPTY)));
		assertThat(this.jedisPools.nodes()).containsOnlyKeys("a:7001", "b:7002");
		assertThat(this.jedisPools.primaries()).containsOnlyKeys("a:7001");
		assertThat(this.dialer.dials()).isEmpty();
	}

	@Test
	void listsAreMadeOnceForEachTopologyAndCannotBeChanged() {
		publish(shard(node("1", A), slots(0, 10)));
		assertThat(this.jedisPools.nodes()).isSameAs(this.jedisPools.nodes()).isUnmodifiable();
		ConnectionPool stays = this.jedisPools.nodes().get("a:7001");
		publish(shard(node("1", A), slots(0, 5)), shard(node("2", B), slots(6, 10)));
		assertThat(this.jedisPools.primaries()).containsOnlyKeys("a:7001", "b:7002").containsEntry("a:7001", stays);
		assertThat(this.jedisPools.of(this.pools.pool(A))).isSameAs(stays);
	}

	private void publish(Shard... shards) {
		Topology before = this.pools.routes().topology();
		this.pools
			.topologyChanged(TestTopologies.change(before, TestTopologies.topology(before.version() + 1, shards)));
	}

}
