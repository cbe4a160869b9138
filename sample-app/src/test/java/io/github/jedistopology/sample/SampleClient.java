package io.github.jedistopology.sample;

import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Talks to the application over HTTP.
 */
public final class SampleClient {

	private final RestTestClient http;

	public SampleClient(int port) {
		this.http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	public RestTestClient http() {
		return this.http;
	}

	public JsonNode get(String uri) {
		return json(this.http.get().uri(uri).exchange());
	}

	public JsonNode post(String uri) {
		return json(this.http.post().uri(uri).exchange());
	}

	private static JsonNode json(RestTestClient.ResponseSpec response) {
		return response.expectStatus().isOk().expectBody(JsonNode.class).returnResult().getResponseBody();
	}

	/** Expects a POST to be answered by a problem detail. */
	public void postFails(String uri, HttpStatus status, String detail) {
		this.http.post()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo(detail);
	}

}
