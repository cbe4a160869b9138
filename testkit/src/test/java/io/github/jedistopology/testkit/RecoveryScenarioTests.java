package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cluster's own word about when it works.
 */
class RecoveryScenarioTests {

	@Test
	void aClusterThatLostAPrimaryWorksWhenTheReplicaIsPrimary() {
		try (RedisClusterLab lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofMillis(500)).start()) {
			List<LabShard> shards = lab.shards();
			long before = System.nanoTime();
			assertThat(Recovery.await(shards)).isGreaterThanOrEqualTo(before);
			assertThat(lab.primaries()).contains(shards.get(0).primary());
			lab.kill(shards.get(0).primary());
			assertThat(Recovery.await(shards)).isLessThanOrEqualTo(System.nanoTime());
			assertThat(lab.primaries()).hasSize(3).contains(shards.get(0).replicas().get(0));
		}
	}

}
