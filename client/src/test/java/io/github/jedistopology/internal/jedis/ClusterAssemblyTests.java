package io.github.jedistopology.internal.jedis;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisBroadcastException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.Redirection;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyUnavailableException;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ClusterAssembly}, {@link TopologyCommandExecutor} and
 * {@link TopologyClientBuilder}: Jedis's client on two scripted nodes that split the
 * slots in halves.
 */
@Timeout(60)
class ClusterAssemblyTests {

	/** Its slot is in the first half: 5061 belongs to "bar". */
	private static final String LOW = "bar";

	/** Its slot is in the second half: 12182 belongs to "foo". */
	private static final String HIGH = "foo";

	private final List<String> lookUps = new CopyOnWriteArrayList<>();

	/** Cannot be interrupted, as those of the JVM cannot. */
	private volatile CompletableFuture<Void> lookUpsEnd = CompletableFuture.completedFuture(null);

	private final List<Adversary> nodes = new ArrayList<>();

	private Answers low = (command) -> null;

	private Answers high = (command) -> null;

	private String name = "assembly-" + System.identityHashCode(this);

	@BeforeEach
	void startNodes() {
		this.nodes.add(node((command) -> this.low.to(command)));
		this.nodes.add(node((command) -> this.high.to(command)));
	}

	@AfterEach
	void stopNodes() {
		this.nodes.forEach(Adversary::close);
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	private Adversary node(Answers answers) {
		return Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(answers.or(this::cluster).or(Answers.courtesies()).or(Answers.always(Reply.ok())));
	}

	private Reply cluster(List<String> command) {
		if (!command.get(0).equals("CLUSTER")) {
			return null;
		}
		return switch (command.get(1)) {
			case "SLOTS" -> Reply.array(slots(0, 8191, 0), slots(8192, 16383, 1));
			default -> Reply.error("ERR unknown subcommand '" + command.get(1) + "'");
		};
	}

	private Reply slots(int start, int end, int node) {
		return Reply.array(Reply.integer(start), Reply.integer(end),
				Reply.array(Reply.bulk("node-%d.test".formatted(node)), Reply.integer(port(node)),
						Reply.bulk(Integer.toString(node).repeat(40))));
	}

	private int port(int node) {
		return this.nodes.get(node).address().getPort();
	}

	private JedisTopology start() {
		return start(AddressMapper.IDENTITY);
	}

	private JedisTopology start(AddressMapper mapper) {
		return builder().addressMapper(mapper).build();
	}

	private JedisTopology.Builder builder() {
		return JedisTopology.builder().name(this.name).endpoints("cfg.test:" + port(0)).hostResolver((host) -> {
			this.lookUps.add(host);
			this.lookUpsEnd.join();
			return List.of(InetAddress.getByName("127.0.0.1"));
		});
	}

	private List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((thread) -> thread.contains(this.name))
			.toList();
	}

	@Test
	void commandsGoToTheOwnerOfTheirSlot() {
		try (JedisTopology topology = start()) {
			topology.client().set(LOW, "1");
			topology.client().set(HIGH, "1");
			topology.client().set(HIGH, "2");
		}
		assertThat(this.nodes).extracting((node) -> node.commandsNamed("SET")).containsExactly(1L, 2L);
		assertThat(this.lookUps).contains("cfg.test", "node-0.test", "node-1.test");
	}

	@Test
	void startsLazilyWithoutAClusterAndFindsItWhenThereIsOne() {
		this.low = (command) -> command.get(0).equals("CLUSTER") ? Reply.error("LOADING Redis is loading") : null;
		RetryPolicy impatient = new RetryPolicy(32, Duration.ofMillis(100), Duration.ofMillis(1), Duration.ofMillis(1),
				Set.of());
		try (JedisTopology topology = builder().retry(impatient).buildLazily()) {
			assertThat(topology.topologyManager().topology().version()).isZero();
			assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> topology.client().set(LOW, "1"))
				.withMessageContaining("the topology is not known yet");
			this.low = (command) -> null;
			await().until(() -> topology.topologyManager().topology().version() > 0);
			assertThat(topology.client().set(LOW, "1")).isEqualTo("OK");
		}
	}

	@Test
	void aCommandWaitsForTheTopologyOfALazyStart() {
		this.low = (command) -> command.get(0).equals("CLUSTER") ? Reply.error("LOADING Redis is loading") : null;
		try (JedisTopology topology = builder().buildLazily()) {
			CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> topology.client().set(LOW, "1"));
			await().until(() -> topology.topologyManager().lastRefresh() != null);
			this.low = (command) -> null;
			assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("OK");
		}
	}

	@Test
	void mappedNodesAreKnownByTheirMappedAddressesOnly() {
		this.low = (command) -> command.get(0).equals("INCR") ? Reply.error("MOVED 5061 10.0.0.2:6379") : null;
		this.high = (command) -> command.get(0).equals("INCR") ? Reply.integer(7) : null;
		try (JedisTopology topology = start(
				(announced) -> announced.getHost().equals("10.0.0.2") ? new HostAndPort("mapped-node-1.test", port(1))
						: new HostAndPort("mapped-" + announced.getHost(), announced.getPort()))) {
			assertThat(topology.client().incr(LOW)).isEqualTo(7);
			assertThat(topology.topologyManager().topology().nodes()).extracting((node) -> node.endpoint().getHost())
				.containsExactly("mapped-node-0.test", "mapped-node-1.test");
		}
		assertThat(this.lookUps).contains("mapped-node-1.test")
			.doesNotContain("node-0.test", "node-1.test", "10.0.0.2");
	}

	@Test
	void redirectionsAreFollowed() {
		this.low = (command) -> command.get(0).equals("INCR") ? Reply.error("MOVED 5061 :" + port(1)) : null;
		this.high = (command) -> command.get(0).equals("INCR") ? Reply.integer(7) : null;
		try (JedisTopology topology = start()) {
			assertThat(topology.client().incr(LOW)).isEqualTo(7);
			assertThat(topology.client().incr(LOW)).isEqualTo(7);
			assertThat(topology.commandStatistics().redirections(Redirection.MOVED)).isEqualTo(1);
		}
		assertThat(this.nodes.get(0).commandsNamed("INCR")).isEqualTo(1);
	}

	@Test
	void askingGoesRightBeforeTheCommand() {
		List<List<String>> received = new CopyOnWriteArrayList<>();
		this.low = (command) -> command.get(0).equals("INCR") ? Reply.error("ASK 5061 node-1.test:" + port(1)) : null;
		this.high = (command) -> {
			received.add(command);
			return command.get(0).equals("INCR") ? Reply.integer(7) : null;
		};
		try (JedisTopology topology = start()) {
			assertThat(topology.client().incr(LOW)).isEqualTo(7);
		}
		assertThat(received).containsSubsequence(List.of("ASKING"), List.of("INCR", LOW));
	}

	@Test
	void aCommandThatTheCallerPutTogetherIsFollowedToo() {
		this.low = (command) -> command.get(0).equals("GET") ? Reply.error("MOVED 12182 node-1.test:" + port(1)) : null;
		this.high = (command) -> command.get(0).equals("GET") ? Reply.bulk("value") : null;
		try (JedisTopology topology = start()) {
			for (int i = 0; i < 10; i++) {
				assertThat(topology.client().sendCommand(Command.GET, HIGH)).isEqualTo("value".getBytes());
			}
		}
	}

	@Test
	void anErrorIsTheCallers() {
		this.low = (command) -> command.get(0).equals("INCR") ? Reply.error("ERR value is not an integer") : null;
		try (JedisTopology topology = start()) {
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> topology.client().incr(LOW))
				.withMessage("ERR value is not an integer");
		}
	}

	@Test
	void aBroadcastGoesToEachPrimaryOnce() {
		try (JedisTopology topology = start()) {
			assertThat(topology.client().flushAll()).isEqualTo("OK");
			assertThat(this.nodes).extracting((node) -> node.commandsNamed("FLUSHALL")).containsExactly(1L, 1L);
			this.high = (command) -> command.get(0).equals("FLUSHALL") ? Reply.error("ERR no") : null;
			assertThatExceptionOfType(JedisBroadcastException.class).isThrownBy(() -> topology.client().flushAll());
			assertNothingIsLent(topology.client());
		}
	}

	@Test
	void aPipelineGivesItsConnectionsBack() {
		this.low = (command) -> command.get(0).equals("GET") ? Reply.bulk("low") : null;
		this.high = (command) -> command.get(0).equals("GET") ? Reply.bulk("high") : null;
		try (JedisTopology topology = start()) {
			Response<String> first;
			Response<String> second;
			try (ClusterPipeline pipeline = topology.client().pipelined()) {
				first = pipeline.get(LOW);
				second = pipeline.get(HIGH);
			}
			assertThat(first.get()).isEqualTo("low");
			assertThat(second.get()).isEqualTo("high");
			assertNothingIsLent(topology.client());
		}
	}

	@Test
	void connectionsForTheCallerComeBackWhenTheyAreClosed() {
		try (JedisTopology topology = start()) {
			try (Connection connection = topology.client().getConnectionFromSlot(JedisClusterCRC16.getSlot(LOW))) {
				assertThat(connection.ping()).isTrue();
			}
			assertNothingIsLent(topology.client());
		}
	}

	@Test
	void aSubscriptionThatEndsGivesItsConnectionBack() {
		Answers subscribed = (command) -> switch (command.get(0)) {
			case "SUBSCRIBE" -> Reply.array(Reply.bulk("subscribe"), Reply.bulk("news"), Reply.integer(1));
			case "UNSUBSCRIBE" -> Reply.array(Reply.bulk("unsubscribe"), Reply.bulk("news"), Reply.integer(0));
			default -> null;
		};
		this.low = subscribed;
		this.high = subscribed;
		try (JedisTopology topology = start()) {
			topology.client().subscribe(new JedisPubSub() {

				@Override
				public void onSubscribe(String channel, int channels) {
					unsubscribe();
				}

			}, "news");
			assertNothingIsLent(topology.client());
		}
	}

	@Test
	void closingTheClientClosesEverything() {
		JedisTopology topology = start();
		topology.client().set(LOW, "1");
		assertThat(threads()).isNotEmpty();
		topology.client().close();
		topology.close();
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> topology.client().get(LOW))
			.withMessageContaining("the client is closed");
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void closingWaitsForNobodyWhoHangs() {
		JedisTopology topology = start();
		topology.client().set(LOW, "1");
		this.lookUpsEnd = new CompletableFuture<>();
		this.low = Answers.always(Reply.raw(new byte[0]));
		this.high = this.low;
		CompletableFuture<RefreshReport> refresh = topology.topologyManager().refresh();
		CompletableFuture<String> command = CompletableFuture.supplyAsync(() -> topology.client().get(LOW));
		await().until(() -> this.lookUps.contains("cfg.test") && this.nodes.get(0).commandsNamed("GET") > 0);
		long start = System.nanoTime();
		topology.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(refresh::get).withMessageContaining("is closed");
		await()
			.untilAsserted(() -> assertThat(threads()).as("one for each name that hangs").hasSizeLessThanOrEqualTo(3));
		this.lookUpsEnd.complete(null);
		await().until(command::isCompletedExceptionally);
	}

	@Test
	void aStartThatFailsLeavesNoThreadBehind() {
		Answers alone = (command) -> command.get(0).equals("CLUSTER")
				? Reply.error("ERR This instance has cluster support disabled") : null;
		this.low = alone;
		assertThatExceptionOfType(TopologyUnavailableException.class).isThrownBy(this::start);
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void serverThatDoesNotSpeakResp3IsNamed() {
		this.low = (command) -> command.get(0).equals("HELLO") ? Reply.error("ERR unknown command 'HELLO'") : null;
		try (JedisTopology topology = builder().protocol(RedisProtocol.RESP3).build()) {
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> topology.client().get(LOW))
				.withMessage("node-0.test:%d does not speak RESP3: ERR unknown command 'HELLO'. "
						+ "Expected Redis 6 or later, or protocol to be RESP2", port(0));
		}
	}

	/** That its threads end, too, is checked after each test. */
	@Test
	void readsWithoutReplicasGoToPrimaries() {
		try (JedisTopology topology = builder().reads(new ReadSettings(ReadFrom.PREFER_REPLICA)).build()) {
			topology.client().get(LOW);
			topology.client().get(HIGH);
		}
		assertThat(this.nodes).extracting((node) -> node.commandsNamed("GET")).containsExactly(1L, 1L);
	}

	@Test
	void readsFollowTheTopologyAtOnceWhateverAListenerDoes() {
		CompletableFuture<Void> listenersEnd = new CompletableFuture<>();
		TopologyListener blocking = new TopologyListener() {

			@Override
			public void topologyChanged(TopologyChange change) {
				listenersEnd.join();
			}

		};
		try (JedisTopology topology = builder().reads(new ReadSettings(ReadFrom.ANY))
			.listener(blocking)
			.buildLazily()) {
			await().until(() -> topology.topologyManager().topology().version() > 0);
			assertThat(topology.connectionStatistics().pools()).extracting(PoolState::use)
				.containsExactly(PoolUse.COMMANDS, PoolUse.READS, PoolUse.COMMANDS, PoolUse.READS);
			HostAndPort node = new HostAndPort("node-0.test", port(0));
			assertThat(topology.connectionStatistics().pool(node, PoolUse.READS).use()).isEqualTo(PoolUse.READS);
			assertThat(topology.connectionStatistics().pool(node, PoolUse.BLOCKING)).isNull();
		}
		finally {
			listenersEnd.complete(null);
		}
	}

	/** A node that is still being dialled ahead has a connection that is lent. */
	private static void assertNothingIsLent(RedisClusterClient client) {
		Map<String, ConnectionPool> pools = client.getClusterNodes();
		assertThat(pools).hasSize(2);
		await().untilAsserted(
				() -> assertThat(pools.values()).allSatisfy((pool) -> assertThat(pool.getNumActive()).isZero()));
	}

}
