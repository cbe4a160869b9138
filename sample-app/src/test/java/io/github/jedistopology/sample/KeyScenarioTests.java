package io.github.jedistopology.sample;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys and counters over REST.
 */
@SampleScenarioTest
class KeyScenarioTests {

	private final SampleClient client;

	KeyScenarioTests(@LocalServerPort int port) {
		this.client = new SampleClient(port);
	}

	@Test
	void keepsAValue() {
		put("greeting", "Grüße, 世界");
		this.client.http()
			.get()
			.uri("/api/keys/greeting")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
			.expectBody(String.class)
			.isEqualTo("Grüße, 世界");
	}

	@Test
	void takesTheBodyOfAFormAsItIs() {
		this.client.http()
			.put()
			.uri("/api/keys/form")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("a=b&c")
			.exchange()
			.expectStatus()
			.isNoContent();
		this.client.http().get().uri("/api/keys/form").exchange().expectBody(String.class).isEqualTo("a=b&c");
	}

	@Test
	void spreadsKeysOverAllShards() {
		for (int i = 0; i < 50; i++) {
			put("spread-" + i, "value-" + i);
		}
		for (int i = 0; i < 50; i++) {
			this.client.http()
				.get()
				.uri("/api/keys/spread-" + i)
				.exchange()
				.expectBody(String.class)
				.isEqualTo("value-" + i);
		}
	}

	@Test
	void deletesAKeyOnce() {
		put("old", "value");
		this.client.http().delete().uri("/api/keys/old").exchange().expectStatus().isNoContent();
		this.client.http()
			.get()
			.uri("/api/keys/old")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("There is no key 'old'");
		this.client.http().delete().uri("/api/keys/old").exchange().expectStatus().isNotFound();
	}

	@Test
	void asksForAMissingBody() {
		this.client.http()
			.put()
			.uri("/api/keys/empty")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("The body is missing: expected a value");
	}

	@Test
	void counts() {
		this.client.http().delete().uri("/api/keys/counter:visits").exchange();
		assertThat(this.client.post("/api/counters/visits").at("/value").asLong()).isEqualTo(1);
		assertThat(this.client.post("/api/counters/visits")).hasToString("{\"name\":\"visits\",\"value\":2}");
	}

	@Test
	void doesNotCountInAText() {
		put("counter:text", "abc");
		this.client.postFails("/api/counters/text", HttpStatus.CONFLICT, "ERR value is not an integer or out of range");
	}

	private void put(String key, String value) {
		this.client.http()
			.put()
			.uri("/api/keys/{key}", key)
			.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
			.body(value)
			.exchange()
			.expectStatus()
			.isNoContent();
	}

}
