package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.json.JSONException;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.TopologyManagers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JSON that users of the endpoint rely on.
 */
class RedisTopologyEndpointTests {

	private final FakeTopologyManager manager = FakeTopologyManager.withUncoveredSlots("orders")
		.lastRefresh(FakeTopologyManager.report(Trigger.PERIODIC, Outcome.UNCHANGED));

	private final RedisTopologyEndpoint endpoint = endpoint(this.manager);

	@Test
	void readGivesTopologies() throws JSONException {
		assertJson(this.endpoint.topologies(), """
				{"clusters": {"orders": {
					"version": 7,
					"publishedAt": "2026-01-02T03:03:05Z",
					"confirmedAt": "2026-01-02T03:04:05Z",
					"age": "PT3S",
					"coveredSlots": 16375,
					"uncoveredSlots": ["100", "8192-8199"],
					"shards": [
						{
							"slots": ["0-99", "101-8191"],
							"primary": {
								"id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
								"endpoint": "127.0.0.1:7000",
								"ip": "127.0.0.1",
								"health": "ONLINE"
							},
							"replicas": [{
								"id": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
								"endpoint": "127.0.0.1:7001",
								"ip": "127.0.0.1",
								"health": "ONLINE"
							}]
						},
						{
							"slots": ["8200-16383"],
							"primary": {"id": "node-2.test:7002", "endpoint": "node-2.test:7002", "health": "ONLINE"},
							"replicas": []
						}
					],
					"lastRefresh": {
						"trigger": "PERIODIC",
						"startedAt": "2026-01-02T03:04:05Z",
						"duration": "PT0.02S",
						"outcome": "UNCHANGED",
						"sources": [
							{"address": "127.0.0.1:7000"},
							{"address": "node-9.test:7009", "failure": "unknown host"}
						]
					}
				}}}
				""");
	}

	@Test
	void writeTellsWhatTheRefreshFound() throws JSONException {
		this.manager
			.refreshGives(CompletableFuture.completedFuture(FakeTopologyManager.report(Trigger.USER, Outcome.CHANGED)));
		assertJson(this.endpoint.refresh(), """
				{"clusters": {"orders": {
					"changed": true,
					"version": 7,
					"refresh": {
						"trigger": "USER",
						"startedAt": "2026-01-02T03:04:05Z",
						"duration": "PT0.02S",
						"outcome": "CHANGED",
						"sources": [
							{"address": "127.0.0.1:7000"},
							{"address": "node-9.test:7009", "failure": "unknown host"}
						]
					}
				}}}
				""");
	}

	@Test
	void writeSaysWhenNothingChanged() {
		this.manager.refreshGives(
				CompletableFuture.completedFuture(FakeTopologyManager.report(Trigger.USER, Outcome.UNCHANGED)));
		assertThat(this.endpoint.refresh().clusters().get("orders").changed()).isFalse();
	}

	@Test
	void writeDoesNotWaitForever() throws JSONException {
		this.manager.refreshGives(new CompletableFuture<>());
		assertJson(this.endpoint.refresh(), """
				{"clusters": {"orders": {"changed": false, "version": 7, "failure": "Still under way after PT0.05S"}}}
				""");
	}

	@Test
	void writeSaysWhyARefreshDidNotHappen() throws JSONException {
		this.manager.refreshGives(CompletableFuture.failedFuture(new IllegalStateException("closed")));
		assertJson(this.endpoint.refresh(), """
				{"clusters": {"orders": {
					"changed": false, "version": 7, "failure": "java.lang.IllegalStateException: closed"
				}}}
				""");
	}

	@Test
	void showsEveryClusterUnderItsName() {
		RedisTopologyEndpoint endpoint = endpoint(this.manager, FakeTopologyManager.covered("carts"));
		assertThat(endpoint.topologies().clusters()).containsOnlyKeys("carts", "orders");
	}

	private static RedisTopologyEndpoint endpoint(FakeTopologyManager... managers) {
		return new RedisTopologyEndpoint(TopologyManagers.of(List.of(managers)),
				Clock.fixed(FakeTopologyManager.CONFIRMED_AT.plusSeconds(3), ZoneOffset.UTC), Duration.ofMillis(50));
	}

	private static void assertJson(Object answer, String expected) throws JSONException {
		JSONAssert.assertEquals(expected, json(answer), JSONCompareMode.STRICT);
	}

	/** As Actuator writes it. */
	private static String json(Object answer) {
		StringBuilder json = new StringBuilder();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonEndpointAutoConfiguration.class))
			.run((context) -> json.append(context.getBean(EndpointJsonMapper.class).get().writeValueAsString(answer)));
		return json.toString();
	}

}
