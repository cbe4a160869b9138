package io.github.jedistopology.boot.data;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.boot.FakeTopologyManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class TopologyConnectionFactoryTests {

	private final RedisClusterClient client = mock(RedisClusterClient.class);

	private final JedisTopology topology = mock(JedisTopology.class);

	private TopologyConnectionFactory factory;

	@BeforeEach
	void create() {
		given(this.topology.client()).willReturn(this.client);
		given(this.topology.topologyManager()).willReturn(FakeTopologyManager.covered("default"));
		this.factory = new TopologyConnectionFactory(this.topology);
		this.factory.afterPropertiesSet();
	}

	@AfterEach
	void neverClosesTheClient() {
		this.factory.destroy();
		verify(this.client, never()).close();
		verify(this.topology, never()).close();
	}

	@Test
	void handsOutClusterConnectionsOnTheClient() {
		try (RedisConnection connection = this.factory.getConnection()) {
			assertThat(connection).isInstanceOf(TopologyConnection.class);
			assertThat(connection.getNativeConnection()).isSameAs(this.client);
			assertThat(connection.isClosed()).isFalse();
			connection.close();
			assertThat(connection.isClosed()).isTrue();
		}
	}

	@Test
	void handsOutNothingWhileItIsStopped() {
		this.factory.stop();
		assertThat(this.factory.isRunning()).isFalse();
		assertThatIllegalStateException().isThrownBy(this.factory::getConnection).withMessageContaining("start()");
		this.factory.start();
		assertThat(this.factory.isRunning()).isTrue();
		assertThat(this.factory.getConnection()).isNotNull();
	}

	@Test
	void handsOutNothingOnceItIsDestroyed() {
		this.factory.destroy();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this.factory::getConnection);
	}

	@Test
	void asksNodesOnTheGivenExecutor() {
		AtomicInteger tasks = new AtomicInteger();
		this.factory.setExecutor(new SimpleAsyncTaskExecutor() {

			@Override
			protected void doExecute(Runnable task) {
				tasks.incrementAndGet();
				task.run();
			}

		});
		try (RedisConnection connection = this.factory.getConnection()) {
			// The client of this test has no nodes.
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(connection::ping);
		}
		assertThat(tasks).hasPositiveValue();
	}

}
