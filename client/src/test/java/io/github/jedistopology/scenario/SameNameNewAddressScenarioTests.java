package io.github.jedistopology.scenario;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import redis.clients.jedis.Jedis;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node takes over the name of another, at an address of its own, while connections to
 * the other are open (redis/lettuce#3910): all that the other says is that a slot has
 * moved to its own name.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class SameNameNewAddressScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String CLIENT_NAME = "same-name-new-address";

	@Test
	void movedToTheSameNameLeadsToItsNewAddress() {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.start();
				JedisTopology cluster = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.hostResolver(lab.names()::resolve)
					.clientName(CLIENT_NAME)
					.build()) {
			LabShard shard = lab.shards().get(0);
			LabNode former = shard.primary();
			String key = Keys.in(shard);
			cluster.client().set(key, "former");
			LabNode successor = lab.addReplica(former);
			String name = Objects.requireNonNull(former.hostName());
			rename(lab, successor, name);
			try (Jedis atFormer = connect(former.address()); Jedis atSuccessor = connect(successor.address())) {
				assertThat(atFormer.clientList()).as("connections to the former node").contains(CLIENT_NAME);
				lab.names().point(name, List.of(successor.address().getAddress()));
				lab.failover(successor);

				assertThat(cluster.client().set(key, "successor")).isEqualTo("OK");

				assertThat(atSuccessor.get(key)).isEqualTo("successor");
				assertThat(atSuccessor.clientList()).as("connections to the successor").contains(CLIENT_NAME);
				for (int i = 0; i < 1000; i++) {
					assertThat(cluster.client().incr("{" + key + "}counter")).isEqualTo(i + 1);
				}
				Awaitility.await()
					.atMost(PATIENCE)
					.untilAsserted(() -> assertThat(atFormer.clientList()).as("connections to the former node")
						.doesNotContain(CLIENT_NAME));
			}
		}
	}

	/** Returns when all nodes know. */
	private static void rename(RedisClusterLab lab, LabNode node, String name) {
		try (Jedis jedis = connect(node.address())) {
			jedis.configSet("cluster-announce-hostname", name);
		}
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> lab.nodes().stream().allMatch((witness) -> knows(witness, node, name)));
	}

	private static boolean knows(LabNode witness, LabNode node, String name) {
		try (Jedis jedis = connect(witness.address())) {
			return jedis.clusterNodes().lines().anyMatch((line) -> line.startsWith(node.id()) && line.contains(name));
		}
	}

	private static Jedis connect(InetSocketAddress address) {
		return new Jedis(address.getAddress().getHostAddress(), address.getPort());
	}

}
