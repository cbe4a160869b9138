package io.github.jedistopology.sample.load;

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
 * The background load over REST.
 */
@SampleScenarioTest
class LoadScenarioTests {

	private final SampleClient client;

	LoadScenarioTests(@LocalServerPort int port) {
		this.client = new SampleClient(port);
	}

	@AfterEach
	void stop() {
		this.client.post("/api/load/stop");
	}

	@Test
	void readsAndWritesWithoutErrorsUntilItIsStopped() {
		assertThat(this.client.post("/api/load/start?rate=500&threads=4").at("/running").asBoolean()).isTrue();
		await().until(() -> this.client.get("/api/load").at("/operations").asInt() > 200);
		JsonNode load = this.client.post("/api/load/stop");
		assertThat(load.at("/running").asBoolean()).isFalse();
		assertThat(load.at("/errors")).isEmpty();
		assertThat(load.at("/p50Millis").asDouble()).isPositive();
		assertThat(load.at("/p99Millis").asDouble()).isGreaterThanOrEqualTo(load.at("/p50Millis").asDouble());
		assertThat(load.at("/lostWrites").asInt(-1)).isZero();
		assertThat(load.at("/wrongValues").asInt(-1)).isZero();
		assertThat(load.at("/unverifiedKeys").asInt(-1)).isZero();
	}

	@Test
	void thereIsOneLoadAtATime() {
		this.client.post("/api/load/start?rate=10&threads=1");
		this.client.postFails("/api/load/start", HttpStatus.CONFLICT,
				"A load runs already: stop it first with POST /api/load/stop");
	}

	@ParameterizedTest
	@CsvSource({ "rate=-1, rate is -1: expected 1 to 100000", "rate=100001, rate is 100001: expected 1 to 100000",
			"threads=0, threads is 0: expected 1 to 64", "rate=fast, rate is 'fast': expected a whole number" })
	void saysWhichParameterIsBad(String parameter, String detail) {
		this.client.postFails("/api/load/start?" + parameter, HttpStatus.BAD_REQUEST, detail);
	}

}
