package io.github.jedistopology.scenario;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNames;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.RecordedView;
import io.github.jedistopology.testkit.adversary.Reply;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A name service that fails, hangs or lies, while the nodes are healthy and slots move.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class NamesScenarioTests {

	private static final Duration A_WHILE = Duration.ofSeconds(5);

	private static final int MOVED_SLOTS = 1000;

	private static RedisClusterLab lab;

	private final Pursuit pursuit = new Pursuit();

	private final List<Adversary> liars = new ArrayList<>();

	private JedisTopology cluster;

	private VerifiedLoad load;

	@BeforeAll
	static void startLab() {
		lab = RedisClusterLab.builder()
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.start();
	}

	@AfterAll
	static void closeLab() {
		lab.close();
	}

	@BeforeEach
	void startClient() {
		this.cluster = JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.hostResolver(lab.names()::resolve)
			.listener(this.pursuit)
			.build();
		this.load = VerifiedLoad.on(this.cluster.client()).rate(200).threads(4).start();
		goOn(Duration.ofMillis(500));
	}

	@AfterEach
	void closeClient() {
		names().forEach(lab.names()::restore);
		this.load.close();
		this.cluster.close();
		this.liars.forEach(Adversary::close);
	}

	@Test
	void endpointThatPointsToLiarsOnlyChangesNothing() {
		endpointPointsToLiarsOnly(A_WHILE);
	}

	@Tag("soak")
	@Test
	void endpointThatPointsToLiarsOnlyForTwentySecondsChangesNothing() {
		endpointPointsToLiarsOnly(Duration.ofSeconds(20));
	}

	private void endpointPointsToLiarsOnly(Duration time) {
		RecordedView old = RecordedView.of(lab.nodes().get(0).address());
		move();
		Pursuit.timeToRightMap(this.cluster, lab);
		this.cluster.topologyManager().refresh().join();
		long version = this.cluster.topologyManager().topology().version();
		this.liars.add(elsewhere(1).replaying(old));
		this.liars.add(elsewhere(2).replaying(old, Answers.movedTo(":" + lab.nodes().get(0).address().getPort())));
		this.liars.add(elsewhere(3).replaying(boast(lab.nodes().get(0), address(3).getAddress().getHostAddress())));
		this.liars.add(elsewhere(4).garbage(4));
		this.liars.add(elsewhere(5).hanging());
		lab.names()
			.point(name(lab.configurationEndpoint()),
					this.liars.stream().map((liar) -> liar.address().getAddress()).toList());
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() < end) {
			this.cluster.topologyManager().refresh().join();
		}
		assertThat(this.cluster.topologyManager().topology().version())
			.as("version of the topology, %s", this.cluster.topologyManager().history().changes())
			.isEqualTo(version);
		assertNoHarm("the configuration endpoint points to liars only", Duration.ZERO);
		assertThat(this.liars.stream().mapToLong((liar) -> liar.commandsNamed("CLUSTER")).sum())
			.as("questions to liars")
			.isPositive();
	}

	@Test
	void namesThatFail() {
		namesAreBroken(A_WHILE, LabNames::fail);
		assertNoHarm("all names fail", recover());
	}

	@Test
	void namesThatHang() {
		namesAreBroken(A_WHILE, LabNames::hang);
		assertNoHarm("all names hang", recover());
	}

	@Tag("soak")
	@Test
	void namesThatHangForAMinute() {
		namesAreBroken(Duration.ofMinutes(1), LabNames::hang);
		assertNoHarm("all names hang for a minute", recover());
	}

	@Test
	void namesThatLeadToALiar() {
		namesLeadToALiar(A_WHILE);
	}

	@Tag("soak")
	@Test
	void namesThatLeadToALiarForTenSeconds() {
		namesLeadToALiar(Duration.ofSeconds(10));
	}

	private void namesLeadToALiar(Duration time) {
		this.liars.add(elsewhere(1).replaying(RecordedView.of(lab.nodes().get(0).address())));
		namesAreBroken(time, (service, name) -> service.point(name, List.of(address(1).getAddress())));
		assertRecovery("all names lead to a liar");
	}

	/** Its open connections serve, and what the others say of it is right. */
	@Test
	void nameOfOneNodeThatLeadsToALiar() {
		LabNode node = lab.nodes().get(0);
		this.liars.add(elsewhere(1).replaying(RecordedView.of(node.address())));
		lab.names().point(node.hostName(), List.of(address(1).getAddress()));
		move();
		Duration time = Pursuit.timeToRightMap(this.cluster, lab);
		assertThat(time).isLessThan(Duration.ofSeconds(10));
		goOn(A_WHILE);
		assertThat(this.load.report().errors()).as("failed commands").isEmpty();
		this.pursuit.print("one node's name leads to a liar", 0, time);
		assertRecovery("... and back to the node");
	}

	private void namesAreBroken(Duration time, BiConsumer<LabNames, String> fault) {
		names().forEach((name) -> fault.accept(lab.names(), name));
		move();
		goOn(time);
	}

	private Duration recover() {
		names().forEach(lab.names()::restore);
		Duration time = Pursuit.timeToRightMap(this.cluster, lab);
		assertThat(time).isLessThan(Duration.ofSeconds(10));
		return time;
	}

	/** Who needs a new connection meanwhile may fail, but nobody does for long after. */
	private void assertRecovery(String scenario) {
		Duration time = recover();
		AtomicLong errors = new AtomicLong();
		AtomicLong visits = new AtomicLong();
		Awaitility.await().atMost(Duration.ofSeconds(20)).during(Duration.ofSeconds(2)).until(() -> {
			long nowErrors = this.load.report().errorCount();
			long nowVisits = keyCommandsToLiars();
			return errors.getAndSet(nowErrors) == nowErrors && visits.getAndSet(nowVisits) == nowVisits;
		});
		LoadReport report = this.load.stop();
		this.pursuit.print(scenario, report.errorCount(), time);
		assertThat(report.errorCount()).as("errors in the end").isEqualTo(errors.get());
		assertThat(report.lostWrites()).as("acknowledged writes lost").isZero();
		assertThat(report.unverifiedKeys()).as("keys never read again").isZero();
	}

	private void assertNoHarm(String scenario, Duration time) {
		LoadReport report = this.load.stop();
		this.pursuit.print(scenario, report.errorCount(), time);
		assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
		assertThat(report.lostWrites()).as("acknowledged writes lost").isZero();
		assertThat(keyCommandsToLiars()).as("commands on keys that liars got").isZero();
	}

	private long keyCommandsToLiars() {
		return this.liars.stream().mapToLong((liar) -> liar.commandsNamed("GET") + liar.commandsNamed("SET")).sum();
	}

	private static void move() {
		List<LabShard> shards = lab.shards()
			.stream()
			.sorted((one, other) -> Integer.compare(other.slotCount(), one.slotCount()))
			.toList();
		lab.moveSlots(shards.get(0).primary(), shards.get(shards.size() - 1).primary(), MOVED_SLOTS);
	}

	private void goOn(Duration time) {
		Duration until = this.load.report().duration().plus(time);
		Awaitility.await().atMost(time.plusSeconds(10)).until(() -> this.load.report().duration().compareTo(until) > 0);
	}

	/** Claims all slots for itself, with a config epoch that nobody else has. */
	private static RecordedView boast(LabNode node, String ip) {
		RecordedView view = RecordedView.of(node.address());
		String nodes = view.to(List.of("CLUSTER", "NODES")).toString();
		String boast = nodes.substring(nodes.indexOf("\r\n") + 2)
			.lines()
			.filter((line) -> !line.isBlank())
			.map((line) -> {
				String[] words = line.split(" ");
				if (words[2].contains("myself")) {
					words[0] = "f".repeat(40);
					words[1] = ip + words[1].substring(words[1].indexOf(':')).replaceFirst(",.*", "");
					words[6] = "9999";
					return String.join(" ", Stream.of(words).limit(8).toList()) + " 0-16383";
				}
				return String.join(" ", Stream.of(words).limit(8).toList());
			})
			.collect(Collectors.joining("\n", "", "\n"));
		return view.with("NODES", Reply.bulk(boast))
			.with("SHARDS", Reply.error("ERR unknown subcommand"))
			.with("SLOTS", Reply.error("ERR unknown subcommand"));
	}

	private static Adversary.Site elsewhere(int number) {
		return Adversary.at(address(number));
	}

	/** An address in the lab's own block that no node gets. */
	private static InetSocketAddress address(int number) {
		InetSocketAddress node = lab.nodes().get(0).address();
		byte[] ip = node.getAddress().getAddress();
		try {
			return new InetSocketAddress(
					InetAddress.getByAddress(new byte[] { ip[0], ip[1], (byte) 254, (byte) number }), node.getPort());
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> names() {
		return Stream.concat(Stream.of(name(lab.configurationEndpoint())), lab.nodes().stream().map(LabNode::hostName))
			.toList();
	}

	private static String name(String endpoint) {
		return endpoint.substring(0, endpoint.lastIndexOf(':'));
	}

}
