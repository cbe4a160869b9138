package io.github.jedistopology.benchmarks.load;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.Topology;
import io.github.jedistopology.benchmarks.load.SimulatedClient.Incident;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatedClient}.
 */
class SimulatedClientTests {

	private static final int SECONDS = 300;

	private final SimulatedCluster cluster = new SimulatedCluster(6);

	private final Queries views = new Queries(SECONDS);

	private final Queries roles = new Queries(SECONDS);

	@Test
	void idleClientAsksThreeNodesEveryHalfMinute() {
		Topology topology = run(Incident.NONE);
		assertThat(topology.nodes()).hasSize(6);
		assertThat(topology.coveredSlots()).isEqualTo(16384);
		assertThat(this.views.sum(60, SECONDS)).isBetween(18L, 30L);
		assertThat(this.roles.sum(0, SECONDS)).isZero();
	}

	@Test
	void failoverIsSeenByAskingTheReplicaForItsRole() {
		Topology topology = run(new Incident(100_000, 106_000));
		assertThat(topology.shards().get(0).primary().endpoint()).isEqualTo(this.cluster.heir());
		assertThat(this.roles.sum(0, 100)).isZero();
		assertThat(this.roles.sum(100, 107)).isBetween(100L, 125L);
		assertThat(this.roles.sum(107, SECONDS)).isZero();
		assertThat(this.views.most(100, 107)).isBetween(3L, 9L);
	}

	@Test
	void withoutAPromotionTheFailedPrimaryStays() {
		Topology topology = run(new Incident(100_000, Long.MAX_VALUE));
		assertThat(topology.shards().get(0).primary().endpoint()).isEqualTo(this.cluster.mortal());
	}

	private Topology run(Incident incident) {
		return new SimulatedClient(this.cluster, incident, 1, this.views, this.roles).run(Duration.ofSeconds(SECONDS));
	}

}
