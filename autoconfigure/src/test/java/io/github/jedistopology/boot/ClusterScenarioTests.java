package io.github.jedistopology.boot;

import java.io.IOException;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.util.JedisClusterCRC16;
import tools.jackson.databind.JsonNode;

import io.github.jedistopology.boot.ClusterApplication.Answer;
import io.github.jedistopology.boot.metrics.DocumentedMeters;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application on a real cluster: what it serves, and what Actuator says of it.
 */
class ClusterScenarioTests {

	private static RedisClusterLab lab;

	private static ClusterApplication application;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().shards(3).replicas(1).start();
		// No refresh but those that a test asks for.
		application = ClusterApplication.start("jedis-topology.endpoints=" + lab.configurationEndpoint(),
				"jedis-topology.refresh.interval=1h");
	}

	@AfterAll
	static void stop() {
		application.close();
		lab.close();
	}

	@Test
	void runsCommands() {
		application.redis().set("greeting", "hello");
		assertThat(application.redis().get("greeting")).isEqualTo("hello");
	}

	@Test
	void healthIsUpWithNumbers() {
		Answer health = application.get("health");
		assertThat(health.status()).isEqualTo(200);
		JsonNode topology = health.body().at("/components/redisTopology");
		assertThat(topology.at("/status").asString()).isEqualTo("UP");
		assertThat(topology.at("/details/shards").asInt()).isEqualTo(3);
		assertThat(topology.at("/details/nodes").asInt()).isEqualTo(6);
		assertThat(topology.at("/details/coveredSlots").asInt()).isEqualTo(16384);
		assertThat(topology.at("/details/age").asString()).startsWith("PT");
	}

	@Test
	void endpointShowsTheClusterAsItIs() {
		JsonNode cluster = application.get("redistopology").body().at("/clusters/default");
		assertThat(cluster.at("/version").asLong()).isPositive();
		assertThat(cluster.at("/coveredSlots").asInt()).isEqualTo(16384);
		assertThat(cluster.at("/shards").values()).extracting((shard) -> shard.at("/primary/id").asString())
			.containsExactlyInAnyOrderElementsOf(ids(lab.primaries()));
		assertThat(cluster.at("/shards").values()).extracting((shard) -> shard.at("/replicas/0/id").asString())
			.containsExactlyInAnyOrderElementsOf(ids(lab.replicas()));
		assertThat(cluster.at("/lastRefresh/outcome").asString()).isNotEmpty();
	}

	@Test
	void endpointShowsOneClusterOneNodeAndTheOwnerOfASlotOrKey() {
		JsonNode cluster = application.get("redistopology/default").body();
		assertThat(cluster.at("/refreshes/0/trigger").asString()).isEqualTo("STARTUP");
		assertThat(cluster.at("/changes/0/added").size()).isEqualTo(6);
		assertThat(cluster.at("/topology/pools").size()).isEqualTo(6);
		LabNode primary = lab.primaries().get(0);
		JsonNode node = application.get("redistopology/default/node/" + primary.id()).body();
		assertThat(node.at("/role").asString()).isEqualTo("PRIMARY");
		assertThat(application.get("redistopology/default/node/" + primary.hostAndPort()).body().at("/node"))
			.isEqualTo(node.at("/node"));
		JsonNode owner = application.get("redistopology/default/slot/16383").body();
		assertThat(owner.at("/slot").asInt()).isEqualTo(16383);
		assertThat(owner.at("/node/id").asString()).isIn(ids(lab.primaries()));
		assertThat(application.get("redistopology/default/key/user/%7Bfoo%7D/cart").body().at("/slot").asInt())
			.isEqualTo(JedisClusterCRC16.getSlot("foo"));
	}

	@ParameterizedTest
	@CsvSource({ "redistopology/nobody, 404", "redistopology/nobody/slot/5, 404",
			"redistopology/default/node/nobody:6379, 404", "redistopology/default/slot/16384, 400",
			"redistopology/default/colour/red, 400" })
	void endpointRefusesWhatThereIsNot(String path, int status) {
		assertThat(application.get(path).status()).isEqualTo(status);
	}

	@Test
	void endpointRefreshesAndTellsWhetherAnythingChanged() {
		await().until(() -> !refresh().at("/changed").asBoolean());
		lab.moveSlots(lab.primaries().get(0), lab.primaries().get(1), 10);
		JsonNode refreshed = refresh();
		assertThat(refreshed.at("/changed").asBoolean()).isTrue();
		assertThat(refreshed.at("/difference/movedSlots").asInt()).isEqualTo(10);
		assertThat(refreshed.at("/refresh/sources").values()).isNotEmpty();
		JsonNode cluster = application.get("redistopology").body().at("/clusters/default");
		assertThat(cluster.at("/version").asLong()).isGreaterThanOrEqualTo(refreshed.at("/version").asLong());
		assertThat(cluster.at("/shards").values()).extracting((shard) -> shard.at("/slots/0").asString())
			.containsExactlyInAnyOrder("0-9", "10-5460", "10922-16383");
	}

	private static JsonNode refresh() {
		Answer answer = application.post("redistopology");
		assertThat(answer.status()).isEqualTo(200);
		return answer.body().at("/clusters/default");
	}

	@Test
	void metersTellOfTheCluster() {
		assertThat(measurement("redis.topology.nodes?tag=role:primary")).isEqualTo(3);
		assertThat(measurement("redis.topology.nodes?tag=role:replica")).isEqualTo(3);
		assertThat(measurement("redis.topology.slots.uncovered")).isZero();
		assertThat(measurement("redis.topology.refresh")).isPositive();
		assertThat(measurement("redis.topology.age")).isBetween(0.0, 3600.0);
		assertThat(measurement("redis.commands.redirections?tag=type:moved")).isNotNegative();
		assertThat(measurement("redis.pool.dials?tag=outcome:opened")).isPositive();
		assertThat(measurement("redis.pool.dials.removed")).isZero();
		application.redis().get("key");
		assertThat(measurement("redis.pool.connections?tag=state:idle")).isPositive();
	}

	@Test
	void theDocumentationNamesEveryMeterAndNoOther() throws IOException {
		assertThat(DocumentedMeters.read()).isNotEmpty()
			.isEqualTo(DocumentedMeters.in(application.bean(MeterRegistry.class)));
	}

	private static double measurement(String meter) {
		Answer answer = application.get("metrics/" + meter);
		assertThat(answer.status()).as(meter).isEqualTo(200);
		return answer.body().at("/measurements/0/value").asDouble();
	}

	private static List<String> ids(List<LabNode> nodes) {
		return nodes.stream().map(LabNode::id).toList();
	}

}
