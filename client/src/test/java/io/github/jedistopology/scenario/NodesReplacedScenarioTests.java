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
import redis.clients.jedis.Protocol.Command;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.RedisClusterLabBuilder;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.RecordedView;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that go, or come under another name or to another cluster, when nothing tells the
 * client.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class NodesReplacedScenarioTests {

	private static final Duration ENDPOINT_LAG = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration BOUND = Duration.ofSeconds(4);

	private final Pursuit pursuit = new Pursuit();

	/** The first use of their slots meets a name that is gone; no MOVED ever comes. */
	@Test
	void nodesAreRemovedToWhichThisClientNeverTalked() {
		try (RedisClusterLab lab = lab(4).start()) {
			lab.names().lag(ENDPOINT_LAG);
			try (JedisTopology cluster = start(lab)) {
				List<LabShard> leaving = lab.shards().subList(2, 4);
				List<String> keys = leaving.stream().map(Keys::in).toList();
				lab.removeShards(leaving.stream().map(LabShard::primary).toList());
				Duration time = timeToUse(cluster, lab, keys);
				this.pursuit.print("removed nodes that were never used", 0, time);
				assertThat(time).isLessThan(BOUND);
			}
		}
	}

	@Test
	void everyNodeIsReplacedWhileTheApplicationIsIdle() {
		try (RedisClusterLab lab = lab(3).start()) {
			lab.names().lag(ENDPOINT_LAG);
			try (JedisTopology cluster = start(lab)) {
				List<String> keys = lab.shards().stream().map(Keys::in).toList();
				keys.forEach((key) -> cluster.client().set(key, "value"));
				lab.replaceEveryNode();
				Duration time = timeToUse(cluster, lab, keys);
				this.pursuit.print("every node replaced while idle", 0, time);
				assertThat(time).isLessThan(BOUND);
			}
		}
	}

	/** All commands succeed, and the map is right soon after the first of them. */
	private static Duration timeToUse(JedisTopology cluster, RedisClusterLab lab, List<String> keys) {
		long start = System.nanoTime();
		keys.forEach((key) -> assertThat(cluster.client().set(key, "new")).isEqualTo("OK"));
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		return time.plus(Pursuit.timeToRightMap(cluster, lab));
	}

	/** It answers as before, and what it says is true, but of the other cluster. */
	@Test
	void nodeIsResetAndAddedToAnotherCluster() {
		try (RedisClusterLab lab = lab(3).start();
				RedisClusterLab other = lab(1).start();
				JedisTopology cluster = start(lab);
				VerifiedLoad load = VerifiedLoad.on(cluster.client()).rate(300).threads(4).start()) {
			LabShard leaving = lab.shards().get(2);
			LabNode node = leaving.primary();
			int half = leaving.slotCount() / 2;
			lab.moveSlots(node, lab.nodes().get(0), half);
			lab.moveSlots(node, lab.nodes().get(1), leaving.slotCount() - half);
			lab.nodes().subList(0, 2).forEach((witness) -> call(witness, "FORGET", node.id()));
			call(node, "RESET", "HARD");
			LabNode stranger = other.nodes().get(0);
			int port = stranger.address().getPort();
			call(node, "MEET", stranger.address().getAddress().getHostAddress(), "" + port, "" + (port + 1));
			Awaitility.await().atMost(PATIENCE).until(() -> call(node, "NODES").contains(stranger.id() + " 127"));
			long start = System.nanoTime();
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> cluster.topologyManager()
					.topology()
					.nodes()
					.stream()
					.map(ClusterNode::id)
					.noneMatch(node.id()::equals));
			Duration time = Duration.ofNanos(System.nanoTime() - start).plus(Pursuit.timeToRightMap(cluster, lab));
			for (int i = 0; i < 5; i++) {
				cluster.topologyManager().refresh().join();
				assertThat(cluster.topologyManager().topology().nodes()).hasSize(2);
			}
			assertNoHarm(load, "a node reset and added elsewhere", time);
			assertThat(keysAt(stranger) + keysAt(node)).as("keys in the other cluster").isZero();
		}
	}

	/** The old address goes on to answer, with the old map. */
	@Test
	void primaryIsReplacedUnderItsNameWhileTheOldAddressAnswers() {
		try (RedisClusterLab lab = lab(3).start();
				JedisTopology cluster = start(lab);
				VerifiedLoad load = VerifiedLoad.on(cluster.client()).rate(300).threads(4).start()) {
			LabNode former = lab.primaries().get(0);
			String name = Objects.requireNonNull(former.hostName());
			LabNode successor = lab.addReplica(former);
			rename(lab, successor, name);
			RecordedView old = RecordedView.of(former.address());
			lab.names().point(name, List.of(successor.address().getAddress()));
			lab.failover(successor);
			lab.removeReplica(former);
			try (Adversary ghost = Adversary.at(former.address()).replaying(old)) {
				Duration time = Pursuit.timeToRightMap(cluster, lab);
				for (int i = 0; i < 5; i++) {
					cluster.topologyManager().refresh().join();
				}
				assertThat(Pursuit.timeToRightMap(cluster, lab)).isLessThan(BOUND);
				assertNoHarm(load, "same name, new address, the old one answers", time);
				assertThat(ghost.commandsNamed("GET") + ghost.commandsNamed("SET")).as("commands at the old address")
					.isZero();
			}
		}
	}

	private void assertNoHarm(VerifiedLoad load, String scenario, Duration time) {
		LoadReport report = load.stop();
		this.pursuit.print(scenario, report.errorCount(), time);
		assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
		assertThat(report.lostWrites()).as("acknowledged writes lost").isZero();
		assertThat(report.unverifiedKeys()).as("keys never read again").isZero();
		assertThat(time).isLessThan(BOUND);
	}

	/** Returns when all nodes know. */
	private static void rename(RedisClusterLab lab, LabNode node, String name) {
		try (Jedis jedis = connect(node.address())) {
			jedis.configSet("cluster-announce-hostname", name);
		}
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> lab.nodes()
				.stream()
				.allMatch((witness) -> call(witness, "NODES").lines()
					.anyMatch((line) -> line.startsWith(node.id()) && line.contains(name))));
	}

	private static long keysAt(LabNode node) {
		try (Jedis jedis = connect(node.address())) {
			return jedis.dbSize();
		}
	}

	private static String call(LabNode node, String... arguments) {
		try (Jedis jedis = connect(node.address())) {
			Object reply = jedis.sendCommand(Command.CLUSTER, arguments);
			return new String((byte[]) reply);
		}
	}

	private static Jedis connect(InetSocketAddress address) {
		return new Jedis(address.getAddress().getHostAddress(), address.getPort());
	}

	private static RedisClusterLabBuilder lab(int shards) {
		return RedisClusterLab.builder()
			.shards(shards)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME);
	}

	private JedisTopology start(RedisClusterLab lab) {
		return JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.hostResolver(lab.names()::resolve)
			.listener(this.pursuit)
			.build();
	}

}
