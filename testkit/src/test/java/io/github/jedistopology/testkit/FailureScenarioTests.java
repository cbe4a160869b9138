package io.github.jedistopology.testkit;

import java.time.Duration;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Nodes die, come back, stop answering and go on.
 */
class FailureScenarioTests {

	@Test
	void aKilledPrimaryIsReplacedByItsReplicaAndComesBackAsOne() {
		try (RedisClusterLab lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start();
				RedisClusterClient client = LabClients.connect(lab)) {
			client.set("key", "value");
			LabNode primary = lab.shards().get(0).primary();
			LabNode replica = lab.shards().get(0).replicas().get(0);
			long pid = primary.pid();
			lab.kill(primary);
			assertThat(ProcessHandle.of(pid)).isEmpty();
			eventually().until(() -> lab.primaries().contains(replica));
			assertThat(lab.nodes()).hasSize(6).contains(primary);

			lab.restart(primary);
			assertThat(primary.pid()).isNotEqualTo(pid);
			assertThat(lab.primaries()).hasSize(3).contains(replica);
			assertThat(lab.replicas()).hasSize(3).contains(primary);
			assertThatIllegalStateException().isThrownBy(() -> lab.restart(primary)).withMessageContaining("running");
			eventually().ignoreExceptions().until(() -> "value".equals(client.get("key")));

			lab.kill(replica);
			eventually().until(() -> lab.primaries().contains(primary));
			lab.removeReplica(replica);
			assertThat(lab.nodes()).hasSize(5).doesNotContain(replica);
		}
	}

	@Test
	void aPrimaryThatWasAReplicaHasNothingLeftWhenItComesBack() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).start();
				RedisClusterClient client = LabClients.connect(lab)) {
			client.set("key", "value");
			LabNode primary = lab.addReplica(lab.nodes().get(0));
			lab.failover(primary);
			lab.kill(primary);
			lab.restart(primary);
			assertThat(lab.primaries()).containsExactly(primary);
			eventually().ignoreExceptions().untilAsserted(() -> assertThat(client.get("key")).isNull());
		}
	}

	@Test
	void aFrozenNodeAcceptsConnectionsAndAnswersNothingUntilItThaws() {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.requireFullCoverage(false)
			.nodeTimeout(Duration.ofSeconds(1))
			.start()) {
			LabNode node = lab.nodes().get(0);
			LabNode other = lab.nodes().get(1);
			try (Jedis jedis = new Jedis(node.address().getHostString(), node.address().getPort(), 300)) {
				jedis.ping();
				lab.freeze(node);
				assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(jedis::ping)
					.withMessageContaining("timed out");
			}
			eventually().until(() -> other.admin().view().entry(node.id()).flags().contains("fail"));
			assertThat(lab.info(other, "cluster")).contains("cluster_enabled:1");
			assertThat(other.admin().cluster("INFO")).contains("cluster_state:ok");

			lab.thaw(node);
			try (Jedis jedis = new Jedis(node.address().getHostString(), node.address().getPort())) {
				assertThat(jedis.ping()).isEqualTo("PONG");
			}
			assertThat(lab.primaries()).hasSize(3).contains(node);

			lab.freeze(node);
			lab.kill(node);
			assertThatIllegalStateException().isThrownBy(() -> lab.freeze(node)).withMessageContaining("Not running");
			assertThatIllegalStateException().isThrownBy(() -> lab.thaw(node)).withMessageContaining("Not running");
			lab.restart(node);
			assertThat(lab.primaries()).hasSize(3).contains(node);
		}
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(30));
	}

}
