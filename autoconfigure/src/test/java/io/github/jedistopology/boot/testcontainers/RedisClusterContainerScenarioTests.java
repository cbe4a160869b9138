package io.github.jedistopology.boot.testcontainers;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.util.JedisClusterCRC16;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.testkit.RedisClusterContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application whose cluster runs in a container. Where the environment variable
 * {@code REQUIRE_DOCKER} is {@code true}, a missing Docker engine is a failure.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "jedis-topology.endpoints=nobody.test:6379", "jedis-topology.refresh.interval=1s" })
@EnabledIf(value = "dockerExpected", disabledReason = "There is no Docker engine, and REQUIRE_DOCKER is not true")
class RedisClusterContainerScenarioTests {

	@Autowired
	private RedisClusterContainer container;

	@Autowired
	private RedisClusterClient redis;

	@Autowired
	private TopologyManager topologyManager;

	static boolean dockerExpected() {
		return Boolean.parseBoolean(System.getenv("REQUIRE_DOCKER"))
				|| DockerClientFactory.instance().isDockerAvailable();
	}

	@Test
	void reachesEveryNodeThroughItsMappedPort() {
		assertThat(this.topologyManager.topology().nodes()).extracting((node) -> node.endpoint().toString())
			.containsExactlyInAnyOrderElementsOf(this.container.getEndpoints());
		assertThat(this.topologyManager.topology().shards()).hasSize(3)
			.allSatisfy((shard) -> assertThat(shard.replicas()).hasSize(1));
		for (int i = 0; i < 100; i++) {
			this.redis.set("key-" + i, "value-" + i);
			assertThat(this.redis.get("key-" + i)).isEqualTo("value-" + i);
		}
	}

	@Test
	void followsFailover() {
		Shard shard = Objects
			.requireNonNull(this.topologyManager.topology().shard(JedisClusterCRC16.getSlot("visits")));
		ClusterNode replica = shard.replicas().get(0);
		long visits = this.redis.incr("visits");
		try (Jedis admin = new Jedis(replica.endpoint(), config().build())) {
			admin.clusterFailover();
		}
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.topologyManager.topology().shards()).extracting(Shard::primary)
				.extracting(ClusterNode::id)
				.contains(replica.id()));
		assertThat(this.redis.incr("visits")).isEqualTo(visits + 1);
	}

	@Test
	void suitsStockJedis() {
		try (RedisClusterClient stock = RedisClusterClient.builder()
			.nodes(this.container.getEndpoints().stream().map(HostAndPort::from).collect(Collectors.toSet()))
			.clientConfig(config().hostAndPortMapper(this.container::mapAddress).build())
			.build()) {
			for (int i = 0; i < 100; i++) {
				stock.set("stock-" + i, "value");
			}
			assertThat(this.redis.get("stock-99")).isEqualTo("value");
		}
	}

	private DefaultJedisClientConfig.Builder config() {
		return DefaultJedisClientConfig.builder().password(this.container.getPassword());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ServiceConnection
		RedisClusterContainer redisCluster() {
			return new RedisClusterContainer().withReplicas(1).withPassword("correct-horse");
		}

	}

}
