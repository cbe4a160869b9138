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

	private static final Duration HOUR = Duration.ofHours(1);

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
			.doesNotContainKeys("uncoveredSlots", "reasons");
	}

	@Test
	void isDegradedWithTheUncoveredSlotsWhenAnyAre() {
		Health health = health(FakeTopologyManager.withUncoveredSlots("orders"));
		assertThat(health.getStatus()).isEqualTo(RedisTopologyHealthIndicator.DEGRADED);
		assertThat(health.getDetails()).containsEntry("reasons", List.of("Nobody serves some slots"))
			.containsEntry("coveredSlots", 16375)
			.containsEntry("uncoveredSlots", List.of("100", "8192-8199"));
	}

	@Test
	void isDownWhenNothingIsServed() {
		Health health = health(FakeTopologyManager.withoutSlots("orders"));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("reasons", List.of("Nobody serves any slot"))
			.containsEntry("uncoveredSlots", List.of("0-16383"));
	}

	@Test
	void isDownWhileNothingIsKnownYet() {
		Health health = health(FakeTopologyManager.blank("orders").refreshes(report(Outcome.FAILED, 0)));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("reasons", List.of("The topology is not known yet"))
			.hasEntrySatisfying("lastRefresh",
					(sources) -> assertThat(sources).asString().contains("node-9.test:7009: unknown host"));
	}

	@ParameterizedTest
	@CsvSource({ "FAILED, 60, UP", "FAILED, 61, DOWN", "DOUBTED, 60, UP", "DOUBTED, 61, UNKNOWN", "UNCHANGED, 3600, UP",
			"CHANGED, 3600, UP" })
	void isPatientWithRefreshes(Outcome outcome, int age, String status) {
		Health health = health(
				FakeTopologyManager.covered("orders").refreshInterval(HOUR).refreshes(report(outcome, 0)),
				Duration.ofSeconds(age));
		assertThat(health.getStatus().getCode()).isEqualTo(status);
	}

	@Test
	void isPatientFromTheFirstRefreshOfTheRowHoweverOldTheTopologyIs() {
		FakeTopologyManager manager = FakeTopologyManager.covered("orders")
			.refreshInterval(HOUR)
			.refreshes(report(Outcome.UNCHANGED, 0), report(Outcome.FAILED, 3600), report(Outcome.FAILED, 3655));
		assertThat(health(manager, Duration.ofSeconds(3660)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(manager, Duration.ofSeconds(3661)).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void aSourceThatAnswersAtAllEndsTheRow() {
		FakeTopologyManager manager = FakeTopologyManager.covered("orders")
			.refreshes(report(Outcome.FAILED, 0), report(Outcome.DOUBTED, 30), report(Outcome.FAILED, 61));
		Health health = health(manager, Duration.ofSeconds(62));
		assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health.getDetails()).containsEntry("reasons", List.of("Sources contradict the topology"));
	}

	@ParameterizedTest
	@CsvSource({ "PT1S, 60, UP", "PT1S, 61, UNKNOWN", "PT30S, 90, UP", "PT30S, 91, UNKNOWN", "PT1H, 10800, UP",
			"PT1H, 10801, UNKNOWN" })
	void isUnknownWhenTheTopologyIsStaleWhateverTheLastRefreshSays(Duration interval, int age, String status) {
		Health health = health(
				FakeTopologyManager.covered("orders").refreshInterval(interval).refreshes(report(Outcome.UNCHANGED, 0)),
				Duration.ofSeconds(age));
		assertThat(health.getStatus().getCode()).isEqualTo(status);
	}

	@Test
	void tellsAllReasonsAndTheWorstStatus() {
		FakeTopologyManager manager = FakeTopologyManager.withUncoveredSlots("orders");
		assertThat(health(manager.refreshes(report(Outcome.FAILED, 0)), HOUR)).satisfies((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("reasons",
					List.of("Nobody serves some slots", "No source answers", "The topology is stale"));
		});
		assertThat(health(manager.refreshes(report(Outcome.DOUBTED, 0)), HOUR)).satisfies((health) -> {
			assertThat(health.getStatus()).isEqualTo(RedisTopologyHealthIndicator.DEGRADED);
			assertThat(health.getDetails())
				.containsEntry("reasons",
						List.of("Nobody serves some slots", "Sources contradict the topology", "The topology is stale"))
				.containsEntry("lastRefresh", "too many slots lost");
		});
	}

	@Test
	void namesSuspects() {
		Health health = health(FakeTopologyManager.covered("orders")
			.suspects(Map.of(new HostAndPort("127.0.0.1", 7000), FakeTopologyManager.CONFIRMED_AT)));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("suspects", List.of("127.0.0.1:7000"));
	}

	private static RefreshReport report(Outcome outcome, int second) {
		return FakeTopologyManager.report(Trigger.PERIODIC, outcome,
				FakeTopologyManager.CONFIRMED_AT.plusSeconds(second));
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
