package io.github.jedistopology.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application tells its operators.
 */
@SampleScenarioTest
class ActuatorScenarioTests {

	private final SampleClient client;

	ActuatorScenarioTests(@LocalServerPort int port) {
		this.client = new SampleClient(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/readiness" })
	void isHealthyWithEverySlotCovered(String uri) {
		JsonNode health = this.client.get(uri);
		assertThat(health.at("/status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/redisTopology/details/coveredSlots").asInt()).isEqualTo(16384);
	}

	@Test
	void livesWhateverRedisDoes() {
		JsonNode liveness = this.client.get("/actuator/health/liveness");
		assertThat(liveness.at("/status").asString()).isEqualTo("UP");
		assertThat(liveness.at("/components").propertyNames()).doesNotContain("redisTopology");
	}

	@Test
	void showsTheTopology() {
		JsonNode cluster = this.client.get("/actuator/redistopology").at("/clusters/default");
		assertThat(cluster.at("/shards").values()).filteredOn((shard) -> !shard.at("/slots").isEmpty())
			.hasSize(3)
			.allSatisfy((shard) -> assertThat(shard.at("/primary/endpoint").asString()).startsWith("node-"));
		assertThat(cluster.at("/lastRefresh/trigger").asString()).isNotEmpty();
	}

	@Test
	void refreshesTheTopology() {
		JsonNode cluster = this.client.post("/actuator/redistopology").at("/clusters/default");
		assertThat(cluster.at("/refresh/trigger").asString()).isEqualTo("USER");
		assertThat(cluster.propertyNames()).doesNotContain("failure");
	}

	@Test
	void measures() {
		assertThat(measurement("redis.topology.nodes?tag=role:primary")).isGreaterThanOrEqualTo(3);
		assertThat(measurement("redis.topology.refresh?tag=cluster:default")).isPositive();
		assertThat(measurement("redis.commands.redirections?tag=type:moved")).isNotNegative();
	}

	private double measurement(String meter) {
		return this.client.get("/actuator/metrics/" + meter).at("/measurements/0/value").asDouble();
	}

}
