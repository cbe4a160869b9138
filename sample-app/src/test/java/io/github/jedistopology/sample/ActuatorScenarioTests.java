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

	@Test
	void isScrapedByPrometheus() {
		String scrape = this.client.http()
			.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(scrape).contains("redis_topology_slots_uncovered{cluster=\"default\"} 0.0")
			.contains("redis_pool_dials_removed_total{cluster=\"default\"} 0.0")
			.contains("redis_topology_age_seconds{cluster=\"default\"}")
			.contains("redis_commands_maybe_executed_total{cluster=\"default\"}")
			.contains("redis_topology_suspects{cluster=\"default\"}")
			.contains("redis_topology_sources_total{answer=\"agreed\",cluster=\"default\"}");
	}

	@Test
	void tellsWhoOwnsAKey() {
		JsonNode owner = this.client.get("/actuator/redistopology/default/key/counter:visits");
		assertThat(owner.at("/slot").asInt()).isBetween(0, 16383);
		assertThat(owner.at("/node/endpoint").asString()).startsWith("node-");
	}

	private double measurement(String meter) {
		return this.client.get("/actuator/metrics/" + meter).at("/measurements/0/value").asDouble();
	}

}
