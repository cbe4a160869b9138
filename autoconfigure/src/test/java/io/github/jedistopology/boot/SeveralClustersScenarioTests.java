package io.github.jedistopology.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Qualifier;

import io.github.jedistopology.boot.ClusterApplication.Answer;
import io.github.jedistopology.boot.example.OrdersClusterConfiguration;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a second cluster, as the documentation tells it to have one.
 */
class SeveralClustersScenarioTests {

	@Test
	void eachClusterIsUsedAndSeenUnderItsName() {
		try (RedisClusterLab first = RedisClusterLab.builder().shards(1).start();
				RedisClusterLab second = RedisClusterLab.builder().shards(2).start();
				ClusterApplication application = ClusterApplication.start(
						List.of(OrdersClusterConfiguration.class, Users.class),
						"jedis-topology.endpoints=" + first.configurationEndpoint(),
						"orders.redis.endpoints=" + second.configurationEndpoint())) {
			Users users = application.bean(Users.class);
			users.redis.set("key", "first");
			users.ordersRedis.set("key", "second");
			assertThat(users.redis.get("key")).isEqualTo("first");
			assertThat(users.ordersRedis.get("key")).isEqualTo("second");

			JsonNode clusters = application.get("redistopology").body().at("/clusters");
			assertThat(clusters.at("/default/shards").size()).isEqualTo(1);
			assertThat(clusters.at("/orders/shards").size()).isEqualTo(2);
			assertThat(application.get("redistopology/orders").body().at("/topology/pools").size()).isEqualTo(2);
			JsonNode health = application.get("health/redisTopology").body().at("/components");
			assertThat(health.at("/default/status").asString()).isEqualTo("UP");
			assertThat(health.at("/orders/details/shards").asInt()).isEqualTo(2);
			assertThat(measurement(application, "redis.topology.nodes?tag=cluster:default&tag=role:primary")).isOne();
			assertThat(measurement(application, "redis.topology.nodes?tag=cluster:orders&tag=role:primary"))
				.isEqualTo(2);
			assertThat(measurement(application, "redis.pool.dials?tag=cluster:orders&tag=outcome:opened")).isPositive();
		}
	}

	private static double measurement(ClusterApplication application, String meter) {
		Answer answer = application.get("metrics/" + meter);
		assertThat(answer.status()).as(meter).isEqualTo(200);
		return answer.body().at("/measurements/0/value").asDouble();
	}

	@Test
	void theDocumentationShowsThisConfiguration() throws IOException {
		String source = Files.readString(
				Path.of("src", "test", "java", OrdersClusterConfiguration.class.getName().replace('.', '/') + ".java"));
		assertThat(Path.of("..", "docs", "configuration.md")).content()
			.contains(source.substring(source.indexOf("@Configuration")));
	}

	static class Users {

		private final RedisClusterClient redis;

		private final RedisClusterClient ordersRedis;

		Users(RedisClusterClient redis, @Qualifier("ordersRedis") RedisClusterClient ordersRedis) {
			this.redis = redis;
			this.ordersRedis = ordersRedis;
		}

	}

}
