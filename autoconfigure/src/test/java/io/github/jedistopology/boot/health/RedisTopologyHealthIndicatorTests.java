package io.github.jedistopology.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.FakeTopologyManager;

import static org.assertj.core.api.Assertions.assertThat;

class RedisTopologyHealthIndicatorTests {

	private final Clock clock = Clock.fixed(FakeTopologyManager.CONFIRMED_AT.plusSeconds(3), ZoneOffset.UTC);

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

	private Health health(TopologyManager manager) {
		Health health = new RedisTopologyHealthIndicator(manager, this.clock).health();
		assertThat(health).isNotNull();
		return health;
	}

}
