package io.github.jedistopology.boot.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.boot.FakeTopologyManager;

import static org.assertj.core.api.Assertions.assertThat;

class RedisTopologyMetricsTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	@Test
	void countsNodesByRole() {
		new RedisTopologyMetrics(FakeTopologyManager.covered("orders")).bindTo(this.registry);
		assertThat(gauge("redis.topology.nodes", "role", "primary")).isEqualTo(2);
		assertThat(gauge("redis.topology.nodes", "role", "replica")).isEqualTo(1);
	}

	@Test
	void countsUncoveredSlots() {
		new RedisTopologyMetrics(FakeTopologyManager.withUncoveredSlots("orders")).bindTo(this.registry);
		assertThat(gauge("redis.topology.slots.uncovered")).isEqualTo(9);
	}

	@Test
	void tellsAgeInSeconds() {
		Duration now = Duration.ofMillis(FakeTopologyManager.CONFIRMED_AT.toEpochMilli());
		this.clock.add(now.minusMillis(this.clock.wallTime()).plusMillis(1500));
		new RedisTopologyMetrics(FakeTopologyManager.covered("orders")).bindTo(this.registry);
		assertThat(this.registry.get("redis.topology.age").tag("cluster", "orders").timeGauge().value(TimeUnit.SECONDS))
			.isEqualTo(1.5);
	}

	@Test
	void countsSuspectsAndTombstones() {
		HostAndPort node = new HostAndPort("127.0.0.1", 7000);
		new RedisTopologyMetrics(FakeTopologyManager.covered("orders")
			.suspects(Map.of(node, FakeTopologyManager.CONFIRMED_AT))
			.tombstones(Map.of(node, FakeTopologyManager.CONFIRMED_AT, new HostAndPort("127.0.0.2", 7000),
					FakeTopologyManager.CONFIRMED_AT)))
			.bindTo(this.registry);
		assertThat(gauge("redis.topology.suspects")).isEqualTo(1);
		assertThat(gauge("redis.topology.tombstones")).isEqualTo(2);
	}

	@Test
	void countsSourcesByTheirAnswers() {
		FakeTopologyManager manager = FakeTopologyManager.covered("orders");
		new RedisTopologyMetrics(manager).bindTo(this.registry);
		assertThat(sources("failed")).isZero();
		manager.listeners()
			.forEach((listener) -> listener.refreshed(FakeTopologyManager.report(Trigger.PERIODIC, Outcome.UNCHANGED)));
		assertThat(sources("agreed")).isEqualTo(1);
		assertThat(sources("disagreed")).isEqualTo(1);
		assertThat(sources("failed")).isEqualTo(1);
	}

	private double sources(String answer) {
		return this.registry.get("redis.topology.sources")
			.tags("cluster", "orders", "answer", answer)
			.counter()
			.count();
	}

	@Test
	void timesRefreshesByCauseAndOutcome() {
		FakeTopologyManager manager = FakeTopologyManager.covered("orders");
		new RedisTopologyMetrics(manager).bindTo(this.registry);
		assertThat(this.registry.find("redis.topology.refresh").timer()).isNull();
		manager.listeners()
			.forEach((listener) -> listener
				.refreshed(FakeTopologyManager.report(Trigger.CONNECTION_LOST, Outcome.CHANGED)));
		assertThat(refreshes("connection_lost", "changed")).isEqualTo(20);
	}

	@Test
	void timesTheRefreshAtStartUpToo() {
		new RedisTopologyMetrics(FakeTopologyManager.covered("orders")
			.lastRefresh(FakeTopologyManager.report(Trigger.STARTUP, Outcome.CHANGED))).bindTo(this.registry);
		assertThat(refreshes("startup", "changed")).isEqualTo(20);
	}

	private double refreshes(String cause, String outcome) {
		return this.registry.get("redis.topology.refresh")
			.tags("cluster", "orders", "cause", cause, "outcome", outcome)
			.timer()
			.totalTime(TimeUnit.MILLISECONDS);
	}

	private double gauge(String name, String... tags) {
		return this.registry.get(name).tag("cluster", "orders").tags(tags).gauge().value();
	}

}
