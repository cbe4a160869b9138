package io.github.jedistopology.boot;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;
import tools.jackson.databind.JsonNode;

import io.github.jedistopology.boot.ClusterApplication.Answer;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster that does not serve every slot: an application starts, uses what is there,
 * and says what is not.
 */
class UncoveredSlotsScenarioTests {

	@Test
	void startsServesWhatIsCoveredAndSaysWhatIsNot() {
		int slot = JedisClusterCRC16.getSlot("lost");
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(3).requireFullCoverage(false).start()) {
			lab.nodes().forEach((node) -> dropSlot(node, slot));
			try (ClusterApplication application = ClusterApplication
				.start("jedis-topology.endpoints=" + lab.configurationEndpoint())) {
				application.redis().set("kept", "value");
				assertThat(application.redis().get("kept")).isEqualTo("value");
				Answer health = application.get("health/redisTopology");
				assertThat(health.status()).isEqualTo(200);
				assertThat(health.body().at("/status").asString()).isEqualTo("DEGRADED");
				assertThat(health.body().at("/details/uncoveredSlots").values()).extracting(JsonNode::asString)
					.containsExactly(Integer.toString(slot));
			}
		}
	}

	private static void dropSlot(LabNode node, int slot) {
		try (Jedis jedis = new Jedis(HostAndPort.from(node.hostAndPort()))) {
			jedis.clusterDelSlots(slot);
		}
	}

}
