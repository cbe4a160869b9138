package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.adversary.RecordedView;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Healthy nodes that say nothing, or nothing true, about their cluster while its slots
 * move.
 */
class DoubtfulSourcesScenarioTests {

	private static final int MOVED_SLOTS = 1000;

	private static RedisClusterLab lab;

	private final Map<LabNode, Spokesman> spokesmen = new HashMap<>();

	private final Pursuit pursuit = new Pursuit();

	private JedisTopology cluster;

	private VerifiedLoad load;

	@BeforeAll
	static void startLab() {
		lab = RedisClusterLab.builder().start();
	}

	@AfterAll
	static void closeLab() {
		lab.close();
	}

	@BeforeEach
	void startClient() {
		lab.nodes().forEach((node) -> this.spokesmen.put(node, new Spokesman(node)));
		Map<HostAndPort, HostAndPort> addresses = new HashMap<>();
		this.spokesmen
			.forEach((node, spokesman) -> addresses.put(HostAndPort.from(node.hostAndPort()), spokesman.address()));
		this.cluster = JedisTopology.builder()
			.endpoints(this.spokesmen.get(lab.nodes().get(0)).address().toString())
			.addressMapper(addresses::get)
			.listener(this.pursuit)
			.build();
		this.load = VerifiedLoad.on(this.cluster.client()).rate(200).threads(4).start();
	}

	@AfterEach
	void closeClient() {
		this.load.close();
		this.cluster.close();
		this.spokesmen.values().forEach(Spokesman::close);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void sourcesThatHang(int count) {
		LabNode from = mostSlots();
		LabNode to = others(from).get(0);
		List<LabNode> hanging = others(to).subList(0, count);
		hanging.forEach((node) -> this.spokesmen.get(node).keepSilent());
		lab.moveSlots(from, to, MOVED_SLOTS);
		Duration time = Pursuit.timeToRightMap(this.cluster, lab);
		assertNoHarm("%d of 3 sources hang".formatted(count), time);
		assertThat(time).isLessThan(Duration.ofSeconds(6));
	}

	@Test
	void sourcesThatAreAllStaleButTheNewOwner() {
		LabNode from = mostSlots();
		LabNode to = others(from).get(0);
		others(to).forEach((node) -> this.spokesmen.get(node).tell(RecordedView.of(node.address())));
		lab.moveSlots(from, to, MOVED_SLOTS);
		Duration time = Pursuit.timeToRightMap(this.cluster, lab);
		assertStaysRight();
		assertNoHarm("all views stale but that of the new owner", time);
		assertThat(time).isLessThan(Duration.ofSeconds(6));
	}

	/** As long as nobody tells the truth, redirections lead. */
	@Test
	void sourcesThatAreAllStale() {
		LabNode from = mostSlots();
		LabNode to = others(from).get(0);
		this.spokesmen.forEach((node, spokesman) -> spokesman.tell(RecordedView.of(node.address())));
		lab.moveSlots(from, to, MOVED_SLOTS);
		long operations = this.load.report().operations() + 400;
		Awaitility.await().until(() -> this.load.report().operations() > operations);
		this.spokesmen.values().forEach(Spokesman::tellTheTruth);
		Duration time = Pursuit.timeToRightMap(this.cluster, lab);
		assertNoHarm("all views stale for a while", time);
		assertThat(time).isLessThan(Duration.ofSeconds(10));
	}

	/** A refresh that asks everybody does not undo it. */
	private void assertStaysRight() {
		String[] owners = Pursuit.owners(lab);
		for (int i = 0; i < 5; i++) {
			RefreshReport report = this.cluster.topologyManager().refresh().join();
			assertThat(Pursuit.isRight(this.cluster.topologyManager().topology(), owners)).as("%s", report).isTrue();
		}
	}

	private void assertNoHarm(String scenario, Duration time) {
		LoadReport report = this.load.stop();
		this.pursuit.print(scenario, report.errorCount(), time);
		assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
		assertThat(report.lostWrites()).as("acknowledged writes lost").isZero();
	}

	private static LabNode mostSlots() {
		return lab.shards()
			.stream()
			.max((one, other) -> Integer.compare(one.slotCount(), other.slotCount()))
			.map(LabShard::primary)
			.orElseThrow();
	}

	private static List<LabNode> others(LabNode node) {
		List<LabNode> others = new ArrayList<>(lab.nodes());
		others.remove(node);
		return others;
	}

}
