package io.github.jedistopology.testkit;

import java.util.List;

import org.junit.jupiter.api.Test;

import redis.clients.jedis.RedisClusterClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Replicas come, take over and go.
 */
class ReplicaScenarioTests {

	@Test
	void replicasComeTakeOverAndGo() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(2).start();
				RedisClusterClient client = LabClients.connect(lab)) {
			client.set("key", "value");
			LabNode primary = lab.primaries().get(0);
			LabNode replica = lab.addReplica(primary);
			assertThat(lab.replicas()).containsExactly(replica);
			assertThat(lab.shards().get(0).replicas()).containsExactly(replica);
			assertThat(lab.info(replica, "replication")).contains("master_link_status:up");

			lab.failover(replica);
			assertThat(lab.primaries()).hasSize(2).contains(replica);
			assertThat(lab.replicas()).containsExactly(primary);
			assertThatIllegalArgumentException().isThrownBy(() -> lab.failover(replica))
				.withMessageContaining("is a primary, not a replica");
			assertThatIllegalArgumentException().isThrownBy(() -> lab.addReplica(primary))
				.withMessageContaining("is not a primary");

			assertThat(lab.removeReplica(primary).removedAt()).isNotNull();
			assertThat(lab.nodes()).hasSize(2).doesNotContain(primary);
			assertThat(client.get("key")).isEqualTo("value");
		}
	}

	@Test
	void everyNodeIsReplacedWithoutLosingAKey() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).replicas(1).start();
				RedisClusterClient client = LabClients.connect(lab)) {
			client.set("key", "value");
			List<LabNode> old = lab.nodes();
			assertThat(lab.replaceEveryNode()).isEqualTo(old);
			assertThat(lab.nodes()).hasSize(2).doesNotContainAnyElementsOf(old);
			assertThat(lab.nodes()).extracting(LabNode::address)
				.doesNotContainAnyElementsOf(old.stream().map(LabNode::address).toList());
			assertThat(lab.shards()).singleElement().satisfies((shard) -> {
				assertThat(shard.slotCount()).isEqualTo(16384);
				assertThat(shard.replicas()).hasSize(1);
			});
			try (RedisClusterClient fresh = LabClients.connect(lab)) {
				assertThat(fresh.get("key")).isEqualTo("value");
			}
		}
	}

	@Test
	void everyNodeIsRestartedWithoutLosingAKey() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).start();
				RedisClusterClient client = LabClients.connect(lab)) {
			client.set("key", "value");
			assertThat(PlannedChange.ROLLING_RESTART.fits(lab)).isFalse();
			PlannedChange.REPLICA_ADDED.apply(lab);
			assertThat(PlannedChange.ROLLING_RESTART.fits(lab)).isTrue();
			List<LabNode> nodes = lab.nodes();
			List<Long> pids = nodes.stream().map(LabNode::pid).toList();
			PlannedChange.ROLLING_RESTART.apply(lab);
			assertThat(lab.nodes()).isEqualTo(nodes).extracting(LabNode::pid).doesNotContainAnyElementsOf(pids);
			assertThat(client.get("key")).isEqualTo("value");
			PlannedChange.REPLICA_REMOVED.apply(lab);
			assertThat(lab.nodes()).hasSize(1);
		}
	}

}
