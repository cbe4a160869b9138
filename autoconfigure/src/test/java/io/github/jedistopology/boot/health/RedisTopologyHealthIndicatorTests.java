package io.github.jedistopology.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.boot.FakeTopologyManager;

import static org.assertj.core.api.Assertions.assertThat;

class RedisTopologyHealthIndicatorTests {

	@Test
	void isUpWithNumbersWhenEverySlotIsCovered() {
		Health health = health(FakeTopologyManager.covered("orders"));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("cluster", "orders")
			.containsEntry("version", 7L)
			.containsEntry("age", Duration.ofSeconds(3))
			.containsEntry("shards", 2)
			.containsEntry("nodes", 3)
			.containsEntry("coveredSlots", 16384)
			.doesNotContainKey("uncoveredSlots");
	}

	@Test
	void isDownWithTheUncoveredSlotsWhenAnyAre() {
		Health health = health(FakeTopologyManager.withUncoveredSlots("orders"));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("coveredSlots", 16375)
			.containsEntry("uncoveredSlots", List.of("100", "8192-8199"));
	}

	@Test
	void isDownWhileNothingIsKnownYet() {
		Health health = health(FakeTopologyManager.blank("orders").lastRefresh(report(Outcome.FAILED)));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("reason", "The topology is not known yet")
			.hasEntrySatisfying("lastRefresh",
					(sources) -> assertThat(sources).asString().contains("node-9.test:7009: unknown host"));
	}

	@ParameterizedTest
	@CsvSource({ "FAILED, 60, UP", "FAILED, 61, DOWN", "DOUBTED, 60, UP", "DOUBTED, 61, UNKNOWN", "UNCHANGED, 3600, UP",
			"CHANGED, 3600, UP" })
	void isPatientWithRefreshes(Outcome outcome, int age, String status) {
		Health health = health(FakeTopologyManager.covered("orders").lastRefresh(report(outcome)),
				Duration.ofSeconds(age));
		assertThat(health.getStatus().getCode()).isEqualTo(status);
	}

	@Test
	void saysWhatIsWrongWithTheSources() {
		FakeTopologyManager manager = FakeTopologyManager.covered("orders");
		assertThat(health(manager.lastRefresh(report(Outcome.FAILED)), Duration.ofHours(1)).getDetails())
			.containsEntry("reason", "No source answers");
		assertThat(health(manager.lastRefresh(report(Outcome.DOUBTED)), Duration.ofHours(1)).getDetails())
			.containsEntry("reason", "Sources contradict the topology")
			.containsEntry("lastRefresh", "too many slots lost");
	}

	@Test
	void namesSuspects() {
		Health health = health(FakeTopologyManager.covered("orders")
			.suspects(Map.of(new HostAndPort("127.0.0.1", 7000), FakeTopologyManager.CONFIRMED_AT)));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("suspects", List.of("127.0.0.1:7000"));
	}

	private static RefreshReport report(Outcome outcome) {
		return FakeTopologyManager.report(Trigger.PERIODIC, outcome);
	}

	private static Health health(TopologyManager manager) {
		return health(manager, Duration.ofSeconds(3));
	}

	private static Health health(TopologyManager manager, Duration age) {
		Clock clock = Clock.fixed(FakeTopologyManager.CONFIRMED_AT.plus(age), ZoneOffset.UTC);
		Health health = new RedisTopologyHealthIndicator(manager, clock).health();
		assertThat(health).isNotNull();
		return health;
	}

}
