package io.github.jedistopology.boot.data;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import org.springframework.data.redis.connection.ClusterTopology;
import org.springframework.data.redis.connection.RedisClusterNode;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SnapshotTopologyProviderTests {

	private final ClusterNode primary = node("a", "node-1.test", NodeRole.PRIMARY, NodeHealth.ONLINE);

	private final ClusterNode replica = node("b", "::1", NodeRole.REPLICA, NodeHealth.ONLINE);

	private final TopologyManager manager = mock(TopologyManager.class);

	@Test
	void listsPrimariesWithTheirSlotsAndReplicasWithTheirPrimary() {
		publish(1, new Shard(this.primary, List.of(this.replica), List.of(new SlotRange(0, 9), new SlotRange(12, 12))));
		ClusterTopology topology = new SnapshotTopologyProvider(this.manager).getTopology();
		RedisClusterNode first = topology.lookup("node-1.test", 7000);
		assertThat(first.getId()).isEqualTo("a");
		assertThat(first.isMaster()).isTrue();
		assertThat(first.getSlotRange().getSlots()).hasSize(11).contains(12).doesNotContain(10, 11);
		RedisClusterNode second = topology.lookup("b");
		assertThat(second.getHost()).isEqualTo("::1");
		assertThat(second.isReplica()).isTrue();
		assertThat(second.getMasterId()).isEqualTo("a");
		assertThat(second.getSlotRange().getSlots()).isEmpty();
		assertThat(topology.getActiveNodes()).hasSize(2);
	}

	@Test
	void failedNodeIsNotActive() {
		publish(1, new Shard(this.primary, List.of(node("b", "node-2.test", NodeRole.REPLICA, NodeHealth.FAILED)),
				List.of(new SlotRange(0, 16383))));
		ClusterTopology topology = new SnapshotTopologyProvider(this.manager).getTopology();
		assertThat(topology.getNodes()).hasSize(2);
		assertThat(topology.getActiveNodes()).extracting(RedisClusterNode::getId).containsExactly("a");
	}

	@Test
	void followsTheTopologyAndConvertsEachOnce() {
		publish(1, new Shard(this.primary, List.of(this.replica), List.of()));
		SnapshotTopologyProvider provider = new SnapshotTopologyProvider(this.manager);
		assertThat(provider.getTopology()).isSameAs(provider.getTopology());
		publish(2, new Shard(this.primary, List.of(), List.of()));
		assertThat(provider.getTopology().getNodes()).hasSize(1);
	}

	private void publish(long version, Shard shard) {
		given(this.manager.topology()).willReturn(Topology.of(version, Instant.EPOCH, List.of(shard)));
	}

	private static ClusterNode node(String id, String host, NodeRole role, NodeHealth health) {
		return new ClusterNode(id, new HostAndPort(host, 7000), null, role, health);
	}

}
