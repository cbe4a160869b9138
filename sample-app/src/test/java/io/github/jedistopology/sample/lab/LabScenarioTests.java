package io.github.jedistopology.sample.lab;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;

import io.github.jedistopology.sample.SampleClient;
import io.github.jedistopology.sample.SampleScenarioTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The embedded cluster changes and breaks while the application uses it.
 */
@SampleScenarioTest
class LabScenarioTests {

	private final SampleClient client;

	LabScenarioTests(@LocalServerPort int port) {
		this.client = new SampleClient(port);
	}

	@AfterEach
	void stopLoad() {
		this.client.post("/api/load/stop");
	}

	@Test
	void scalesOutAndInWithoutAFailedCommand() {
		startLoad();
		JsonNode out = this.client.post("/lab/scale-out?shards=1");
		assertThat(out.at("/shardsBefore").asInt()).isEqualTo(3);
		assertThat(out.at("/shardsNow").asInt()).isEqualTo(4);
		assertThat(out.at("/added")).hasSize(2);
		assertThat(out.at("/removed")).isEmpty();
		assertWhole(4);
		awaitOperations();
		JsonNode in = this.client.post("/lab/scale-in?shards=1");
		assertThat(in.at("/shardsNow").asInt()).isEqualTo(3);
		assertThat(in.at("/added")).isEmpty();
		assertThat(in.at("/removed")).isEqualTo(out.at("/added"));
		assertWhole(3);
		awaitOperations();
		assertFlawless(this.client.post("/api/load/stop"));
	}

	@Test
	void recoversFromTheDeathOfAPrimary() {
		startLoad();
		JsonNode kill = this.client.post("/lab/kill-primary");
		assertThat(kill.at("/killed").asString()).startsWith("node-").isNotEqualTo(kill.at("/elected").asString());
		assertThat(this.client.get("/lab").at("/shards").values())
			.anySatisfy((shard) -> assertThat(shard.at("/primary/endpoint")).isEqualTo(kill.at("/elected")));
		assertWhole(3);
		assertThat(this.client.post("/api/load/stop").at("/wrongValues").asInt(-1)).isZero();
		assertServes();
	}

	@Test
	void recoversFromAFrozenPrimary() {
		JsonNode freeze = this.client.post("/lab/freeze-primary?seconds=1");
		assertThat(freeze.at("/frozen").asString()).startsWith("node-");
		assertThat(freeze.at("/seconds").asInt()).isEqualTo(1);
		assertWhole(3);
		assertServes();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			scale-out?shards=0         | shards is 0: expected 1 to 10, since there are 3 shards and may be 13
			scale-out?shards=11        | shards is 11: expected 1 to 10, since there are 3 shards and may be 13
			scale-out?shards=many      | shards is 'many': expected a whole number
			scale-out                  | Required parameter 'shards' is not present.
			scale-in?shards=1          | shards is 1: none is possible now, since there are 3 shards and 3 must remain
			freeze-primary?seconds=0   | seconds is 0: expected 1 to 30
			freeze-primary?seconds=31  | seconds is 31: expected 1 to 30
			""")
	void saysWhatWouldBeRight(String request, String detail) {
		this.client.postFails("/lab/" + request, HttpStatus.BAD_REQUEST, detail);
	}

	private void startLoad() {
		this.client.post("/api/load/start?rate=500&threads=4");
		awaitOperations();
	}

	/** Waits for 200 more, on keys in slots of all shards. */
	private void awaitOperations() {
		int before = operations();
		await().atMost(Duration.ofSeconds(30)).until(() -> operations() > before + 200);
	}

	private int operations() {
		return this.client.get("/api/load").at("/operations").asInt();
	}

	/** Every shard has slots and a replica, as the cluster itself sees it. */
	private void assertWhole(int shards) {
		assertThat(this.client.get("/lab").at("/shards").values()).hasSize(shards).allSatisfy((shard) -> {
			assertThat(shard.at("/slots")).isNotEmpty();
			assertThat(shard.at("/replicas")).hasSize(1);
		});
	}

	/** A new load meets no trouble. */
	private void assertServes() {
		startLoad();
		assertFlawless(this.client.post("/api/load/stop"));
	}

	private static void assertFlawless(JsonNode load) {
		assertThat(load.at("/errors")).isEmpty();
		assertThat(load.at("/lostWrites").asInt(-1)).isZero();
		assertThat(load.at("/wrongValues").asInt(-1)).isZero();
		assertThat(load.at("/unverifiedKeys").asInt(-1)).isZero();
	}

}
