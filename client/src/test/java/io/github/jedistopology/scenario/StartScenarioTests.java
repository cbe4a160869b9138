package io.github.jedistopology.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.TlsSettings;
import io.github.jedistopology.TopologyUnavailableException;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a client meets when it starts.
 */
class StartScenarioTests {

	private static final InetSocketAddress ANYWHERE = new InetSocketAddress("127.0.0.1", 0);

	@Test
	void encryptedClusterWithHostNamesAndUser() {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.replicas(1)
			.endpointType(EndpointType.HOSTNAME)
			.tls()
			.user("app", "secret")
			.start();
				JedisTopology cluster = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.hostResolver(lab.names()::resolve)
					.credentials("app", "secret")
					.clientName("start-scenario")
					.tls(TlsSettings.of(lab.sslContext()))
					.build()) {
			assertThat(cluster.client().set("key", "value")).isEqualTo("OK");
			assertThat(cluster.client().get("key")).isEqualTo("value");
			assertThat(cluster.topologyManager().topology().nodes()).hasSize(6)
				.allSatisfy((node) -> assertThat(node.endpoint().getHost()).endsWith(".redis.test"));
		}
	}

	@Test
	void clusterWhoseNodesDoNotTellTheirAddress() {
		try (RedisClusterLab lab = RedisClusterLab.builder().endpointType(EndpointType.UNKNOWN_ENDPOINT).start();
				JedisTopology cluster = JedisTopology.builder().endpoints(lab.configurationEndpoint()).build()) {
			for (int i = 0; i < 100; i++) {
				cluster.client().set("key:" + i, "value");
			}
			assertThat(cluster.topologyManager().topology().coveredSlots()).isEqualTo(SlotRange.SLOTS);
		}
	}

	@Test
	void wrongPasswordIsToldWithoutThePassword() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		Level level = root.getLevel();
		log.start();
		root.addAppender(log);
		root.setLevel(Level.DEBUG);
		try (RedisClusterLab lab = RedisClusterLab.builder().password("right").start()) {
			JedisTopology.Builder builder = JedisTopology.builder()
				.endpoints(lab.configurationEndpoint())
				.credentials(null, "hunter2-wrong");
			assertThatExceptionOfType(TopologyUnavailableException.class).isThrownBy(builder::build)
				.withMessageContaining("WRONGPASS")
				.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("WRONGPASS"))
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("hunter2"));
		}
		finally {
			root.detachAppender(log);
			root.setLevel(level);
		}
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.noneMatch((message) -> message.contains("hunter2"));
	}

	@Test
	void serverThatIsNotInClusterModeIsToldApart() {
		Answers standalone = (command) -> command.get(0).equalsIgnoreCase("CLUSTER")
				? Reply.error("ERR This instance has cluster support disabled") : null;
		try (Adversary server = Adversary.at(ANYWHERE).answering(standalone.or(Answers.courtesies()))) {
			assertThatExceptionOfType(TopologyUnavailableException.class).isThrownBy(() -> start(server.address()))
				.withMessageContaining("cluster support disabled")
				.satisfies((ex) -> assertThat(ex.sources()).singleElement()
					.satisfies((source) -> assertThat(source.address())
						.hasToString("127.0.0.1:" + server.address().getPort())));
		}
	}

	@Test
	void everyAddressThatDoesNotAnswerIsToldWithItsReason() throws IOException {
		InetSocketAddress nobody = freePort();
		try (Adversary hanging = Adversary.at(ANYWHERE).hanging();
				Adversary closing = Adversary.at(ANYWHERE).closing();
				Adversary garbage = Adversary.at(ANYWHERE).garbage(7)) {
			assertThatExceptionOfType(TopologyUnavailableException.class)
				.isThrownBy(() -> start(nobody, hanging.address(), closing.address(), garbage.address()))
				.satisfies((ex) -> assertThat(ex.sources()).hasSize(4)
					.allSatisfy((source) -> assertThat(source.failure()).isNotBlank()))
				.withMessageContaining(nobody.getPort() + ": connection refused")
				.withMessageContaining(hanging.address().getPort() + ": ");
		}
	}

	@Test
	void nameThatDoesNotResolveIsTold() {
		assertThatExceptionOfType(TopologyUnavailableException.class)
			.isThrownBy(() -> JedisTopology.builder().endpoints("nobody.invalid:6379").build())
			.withMessageContaining("nobody.invalid:6379: unknown host");
	}

	@Test
	void uncoveredSlotsAreToldAndTheOthersServed() {
		try (RedisClusterLab lab = RedisClusterLab.builder().requireFullCoverage(false).start()) {
			LabNode node = lab.primaries().get(0);
			lab.nodes().forEach((each) -> deleteSlots(each, 0, 99));
			try (JedisTopology cluster = JedisTopology.builder()
				.endpoints(node.hostAndPort())
				.retry(new RetryPolicy(30, Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMillis(50)))
				.build()) {
				assertThat(cluster.topologyManager().topology().uncovered()).containsExactly(new SlotRange(0, 99));
				assertThat(cluster.client().set(key(100, 16383), "served")).isEqualTo("OK");
				assertThatExceptionOfType(ClusterCommandException.class)
					.isThrownBy(() -> cluster.client().set(key(0, 99), "value"))
					.withMessageContaining("nobody serves it");
			}
		}
	}

	private static String key(int firstSlot, int lastSlot) {
		return IntStream.iterate(0, (i) -> i + 1)
			.mapToObj((i) -> "key:" + i)
			.filter((key) -> firstSlot <= JedisClusterCRC16.getSlot(key) && JedisClusterCRC16.getSlot(key) <= lastSlot)
			.findFirst()
			.orElseThrow();
	}

	private static void deleteSlots(LabNode node, int first, int last) {
		try (Jedis jedis = new Jedis(node.address().getHostString(), node.address().getPort())) {
			jedis.sendCommand(Command.CLUSTER, "DELSLOTSRANGE", "" + first, "" + last);
		}
	}

	private static JedisTopology start(InetSocketAddress... addresses) {
		return JedisTopology.builder()
			.endpoints(List.of(addresses).stream().map((address) -> "127.0.0.1:" + address.getPort()).toList())
			.build();
	}

	private static InetSocketAddress freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
		}
	}

}
