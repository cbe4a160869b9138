package io.github.jedistopology;

import java.util.Map;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Topology}, {@link TopologyChange} and {@link ClusterNode}.
 */
class TopologyTests {

	@Test
	void slotLeadsToItsShard() {
		Topology topology = Shards.topology(3, "b:100-199 / c: / a<a1:0-98,200");
		assertThat(topology.shards()).extracting((shard) -> shard.primary().id())
			.as("by first slot, those without slots last")
			.containsExactly("a", "b", "c");
		assertThat(topology.shardIndex(0)).isZero();
		assertThat(topology.shardIndex(99)).isEqualTo(-1);
		assertThat(topology.shard(99)).isNull();
		assertThat(topology.primary(99)).isNull();
		assertThat(topology.primary(150)).isEqualTo(Shards.node("b"));
		assertThat(topology.primary(200)).isEqualTo(Shards.node("a"));
		assertThat(topology.nodes()).extracting(ClusterNode::id).containsExactly("a", "a1", "b", "c");
	}

	@Test
	void coverageIsCounted() {
		Topology topology = Shards.topology(1, "a:0-98 / b:100-16382");
		assertThat(topology.coveredSlots()).isEqualTo(16382);
		assertThat(topology.uncovered()).containsExactly(new SlotRange(99, 99), new SlotRange(16383, 16383));
		assertThat(Shards.topology(0, "").uncovered()).containsExactly(new SlotRange(0, 16383));
		assertThat(Shards.topology(1, "a:0-16383").uncovered()).isEmpty();
	}

	@Test
	void slotHasOneOwner() {
		assertThatIllegalArgumentException().isThrownBy(() -> Shards.topology(1, "a:0-99 / b:99-199"))
			.withMessage("Slot 99: claimed by a and by b, expected one owner");
	}

	@Test
	void nodeIsFoundByNameAndByIp() {
		Topology topology = Shards.topology(1, "a<a1:0 / b:1");
		assertThat(topology.nodeAt(Shards.endpoint("a1"))).map(ClusterNode::id).hasValue("a1");
		assertThat(topology.nodeAt(new HostAndPort(Shards.ip("b"), 6379))).map(ClusterNode::id).hasValue("b");
		assertThat(topology.nodeAt(new HostAndPort(Shards.ip("b"), 6380))).isEmpty();
		assertThat(topology.nodeAt(Shards.endpoint("x"))).isEmpty();
	}

	@Test
	void listsCannotBeChanged() {
		Topology topology = Topology.of(1, Shards.topology(1, "").time(), new ArrayList<>(Shards.of("a:0")));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> topology.shards().clear());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> topology.nodes().clear());
	}

	@Test
	void changeTellsWhoCameAndWentAndHowManySlotsMoved() {
		TopologyChange change = new TopologyChange(Shards.topology(1, "a<a1:0-99 / b:100-199 / c:300"),
				Shards.topology(2, "a:0-98 / b<b1:99-198 / d:200,300"), Trigger.PERIODIC, List.of(), Map.of());
		assertThat(change.added()).extracting(ClusterNode::id).containsExactlyInAnyOrder("b1", "d");
		assertThat(change.removed()).extracting(ClusterNode::id).containsExactlyInAnyOrder("a1", "c");
		assertThat(change.movedSlots()).as("99 moved, 199 lost, 200 new, 300 moved").isEqualTo(4);
	}

	@Test
	void nodeThatOnlyARedirectionHasNamedHasNoId() {
		ClusterNode node = ClusterNode.unidentified(new HostAndPort("10.0.0.1", 6379));
		assertThat(node.identified()).isFalse();
		assertThat(node.isAt(new HostAndPort("10.0.0.1", 6379))).isTrue();
		assertThat(Shards.node("a").identified()).isTrue();
	}

	@Test
	void startThatFailedNamesTheClusterAndAllReasons() {
		TopologyUnavailableException ex = new TopologyUnavailableException("orders",
				List.of(new RefreshReport.SourceReport(Shards.endpoint("a"), "refused"),
						new RefreshReport.SourceReport(Shards.endpoint("b"), "unknown host")));
		assertThat(ex).hasMessage("No endpoint of Redis Cluster 'orders' gave a view of the cluster: "
				+ "a.test:6379: refused; b.test:6379: unknown host");
		assertThat(ex.sources()).hasSize(2);
		assertThat(ex.clusterName()).isEqualTo("orders");
	}

}
