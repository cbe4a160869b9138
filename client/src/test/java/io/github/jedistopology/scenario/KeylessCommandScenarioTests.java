package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands in which Jedis sees no key go to any primary, and from there the way of all
 * commands.
 */
class KeylessCommandScenarioTests {

	private static final int TIMES = 30;

	@Test
	@SuppressWarnings("deprecation")
	void keyThatOnlyTheServerSeesIsFound() {
		try (RedisClusterLab lab = RedisClusterLab.builder().replicas(1).start();
				JedisTopology cluster = JedisTopology.builder().endpoints(lab.configurationEndpoint()).build()) {
			RedisClusterClient client = cluster.client();
			for (LabShard shard : lab.shards()) {
				String key = Keys.in(shard);
				for (int i = 0; i < TIMES; i++) {
					client.sendCommand(Command.SET, key, "value-" + i);
					assertThat(client.sendCommand(Command.GET, SafeEncoder.encode(key)))
						.isEqualTo(SafeEncoder.encode("value-" + i));
				}
				client.sendBlockingCommand(Command.RPUSH, key + "-list", "element");
				assertThat(client.sendBlockingCommand(Command.BLPOP, key + "-list", "1"))
					.asInstanceOf(InstanceOfAssertFactories.list(byte[].class))
					.containsExactly(SafeEncoder.encode(key + "-list"), SafeEncoder.encode("element"));
			}
		}
	}

	@Test
	void deadPrimaryIsPassedBy() {
		try (RedisClusterLab lab = RedisClusterLab.builder().nodeTimeout(Duration.ofSeconds(30)).start();
				JedisTopology cluster = JedisTopology.builder().endpoints(lab.configurationEndpoint()).build()) {
			lab.kill(lab.shards().get(0).primary());
			for (int i = 0; i < TIMES; i++) {
				assertThat(cluster.client().evalReadonly("return 1", List.of(), List.of())).isEqualTo(1L);
			}
		}
	}

}
