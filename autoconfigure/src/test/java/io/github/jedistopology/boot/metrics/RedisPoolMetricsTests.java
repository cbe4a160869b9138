package io.github.jedistopology.boot.metrics;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.boot.FakeConnections;
import io.github.jedistopology.boot.FakeTopologyManager;

import static org.assertj.core.api.Assertions.assertThat;

class RedisPoolMetricsTests {

	private static final HostAndPort A = new HostAndPort("a.test", 7000);

	private static final HostAndPort B = new HostAndPort("b.test", 7000);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final FakeTopologyManager manager = FakeTopologyManager.covered("orders");

	private final FakeConnections connections = new FakeConnections()
		.pool(new PoolState(A, PoolUse.COMMANDS, 3, 2, 1, null));

	@Test
	void countsConnectionsOfEachNode() {
		bind();
		assertThat(connections("a.test:7000", "active")).isEqualTo(3);
		assertThat(connections("a.test:7000", "idle")).isEqualTo(2);
		assertThat(this.registry.get("redis.pool.waiting")
			.tags("cluster", "orders", "node", "a.test:7000", "use", "commands")
			.gauge()).extracting((gauge) -> gauge.value()).isEqualTo(1.0);
		this.connections.pool(new PoolState(A, PoolUse.COMMANDS, 4, 0, 0, null));
		assertThat(connections("a.test:7000", "active")).as("of the pool that is there now").isEqualTo(4);
	}

	@Test
	void countsConnectionsForReadsFromReplicasByThemselves() {
		this.connections.pool(new PoolState(A, PoolUse.READS, 7, 6, 5, null));
		bind();
		assertThat(connections("a.test:7000", "active")).isEqualTo(3);
		assertThat(connections("a.test:7000", "reads", "active")).isEqualTo(7);
		assertThat(connections("a.test:7000", "reads", "idle")).isEqualTo(6);
		assertThat(this.registry.get("redis.pool.waiting").tags("node", "a.test:7000", "use", "reads").gauge())
			.extracting((gauge) -> gauge.value())
			.isEqualTo(5.0);
	}

	@Test
	void connectionsThatAreHeldForLongShowAfterTheNextRefresh() {
		bind();
		assertThat(this.registry.find("redis.pool.connections").tag("use", "blocking").gauges()).isEmpty();
		this.connections.pool(new PoolState(A, PoolUse.BLOCKING, 256, 0, 2, null))
			.pool(new PoolState(A, PoolUse.SUBSCRIPTIONS, 3, 0, 0, null));
		RefreshReport report = FakeTopologyManager.report(Trigger.PERIODIC, Outcome.UNCHANGED);
		this.manager.listeners().forEach((listener) -> listener.refreshed(report));
		assertThat(connections("a.test:7000", "active")).isEqualTo(3);
		assertThat(connections("a.test:7000", "blocking", "active")).isEqualTo(256);
		assertThat(connections("a.test:7000", "subscriptions", "active")).isEqualTo(3);
		assertThat(this.registry.get("redis.pool.waiting").tag("use", "blocking").gauge().value()).isEqualTo(2);
	}

	@Test
	void nodesComeAndGoWithTheTopology() {
		bind();
		this.connections.gone(A).pool(new PoolState(B, PoolUse.COMMANDS, 1, 0, 0, null));
		changeTopology();
		assertThat(this.registry.get("redis.pool.connections").gauges()).hasSize(2)
			.extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getTag("node")).isEqualTo("b.test:7000"));
		assertThat(connections("b.test:7000", "active")).isEqualTo(1);
	}

	@Test
	void countsDials() {
		this.connections.dials(DialOutcome.TIMED_OUT, 5);
		bind();
		assertThat(this.registry.get("redis.pool.dials").functionCounters()).hasSize(DialOutcome.values().length);
		assertThat(this.registry.get("redis.pool.dials")
			.tags("cluster", "orders", "outcome", "timed_out")
			.functionCounter()
			.count()).isEqualTo(5);
		assertThat(this.registry.get("redis.pool.dials.removed").tag("cluster", "orders").functionCounter().count())
			.isEqualTo(2);
	}

	private void bind() {
		new RedisPoolMetrics(this.manager, this.connections).bindTo(this.registry);
	}

	private void changeTopology() {
		TopologyChange change = new TopologyChange(this.manager.topology(), this.manager.topology(), Trigger.PERIODIC,
				List.of(), Map.of());
		this.manager.listeners().forEach((listener) -> listener.topologyChanged(change));
	}

	private double connections(String node, String state) {
		return connections(node, "commands", state);
	}

	private double connections(String node, String use, String state) {
		return this.registry.get("redis.pool.connections")
			.tags("cluster", "orders", "node", node, "use", use, "state", state)
			.gauge()
			.value();
	}

}
