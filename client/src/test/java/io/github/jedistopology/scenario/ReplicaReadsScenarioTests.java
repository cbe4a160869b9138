package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads that replicas serve, on a cluster that is changed and broken. Each test leaves
 * the cluster as it found it.
 */
class ReplicaReadsScenarioTests {

	private static final Pattern GETS = Pattern.compile("cmdstat_m?get:calls=(\\d+)");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<String> KEYS = IntStream.range(0, 60).mapToObj((i) -> "key:" + i).toList();

	private static RedisClusterLab lab;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start();
		try (JedisTopology cluster = client(ReadSettings.DEFAULTS)) {
			KEYS.forEach((key) -> cluster.client().set(key, key));
			awaitReplicas(cluster.client());
		}
	}

	private static void awaitReplicas(RedisClusterClient client) {
		lab.shards()
			.forEach((shard) -> Awaitility.await().atMost(PATIENCE).until(() -> isReplicated(client, Keys.in(shard))));
	}

	/** What comes last is replicated last. */
	private static boolean isReplicated(RedisClusterClient client, String key) {
		try (Jedis node = new Jedis(client.getConnectionFromSlot(JedisClusterCRC16.getSlot(key)))) {
			node.set(key, "last");
			return node.waitReplicas(1, 1000) == 1;
		}
	}

	@AfterAll
	static void stop() {
		lab.close();
	}

	@Test
	void primariesAreSpared() {
		try (JedisTopology cluster = client(new ReadSettings(ReadFrom.PREFER_REPLICA))) {
			awaitReaders(Set.copyOf(lab.replicas()), cluster.client()::get);
			assertThat(cluster.connectionStatistics().pools()).filteredOn((pool) -> pool.use() == PoolUse.READS)
				.filteredOn((pool) -> pool.active() + pool.idle() > 0)
				.extracting((pool) -> pool.endpoint().toString())
				.containsAll(lab.replicas().stream().map(LabNode::hostAndPort).toList());
		}
	}

	@ParameterizedTest
	@EnumSource
	void primariesServeTheirShare(RedisProtocol protocol) {
		try (JedisTopology cluster = JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.protocol(protocol)
			.reads(new ReadSettings(ReadFrom.ANY))
			.build()) {
			awaitReaders(Set.copyOf(lab.nodes()), cluster.client()::get);
		}
	}

	@Test
	void readsStayInTheirZone() {
		List<LabShard> shards = lab.shards();
		Set<LabNode> here = Set.of(shards.get(0).primary(), shards.get(1).replicas().get(0), shards.get(2).primary());
		Set<String> ids = here.stream().map(LabNode::id).collect(Collectors.toSet());
		try (JedisTopology cluster = client(new ReadSettings(ReadFrom.SAME_ZONE, 1 << 20, "here",
				(node) -> ids.contains(node.id()) ? "here" : "there"))) {
			awaitReaders(here, cluster.client()::get);
		}
	}

	@Test
	void keysOfManySlotsAreReadFromReplicas() {
		try (JedisTopology cluster = client(new ReadSettings(ReadFrom.PREFER_REPLICA))) {
			awaitReaders(Set.copyOf(lab.replicas()), (key) -> cluster.client().mget(KEYS.get(0), key).get(1));
		}
	}

	@Test
	void whatTheCallerSendsToAReplicaGoesThere() {
		try (JedisTopology cluster = client(new ReadSettings(ReadFrom.PREFER_REPLICA))) {
			awaitReaders(Set.copyOf(lab.replicas()), toReplica(cluster.client()));
		}
	}

	/**
	 * Returns when these nodes and no others have served some hundred reads. The first
	 * ones go to primaries, and so do some after a node was slow to say how it is doing.
	 */
	private static void awaitReaders(Set<LabNode> readers, UnaryOperator<String> read) {
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			Map<LabNode, Long> before = gets();
			for (int i = 0; i < 5; i++) {
				KEYS.forEach((key) -> assertThat(read.apply(key)).isEqualTo(key));
			}
			assertThat(readersSince(before)).isEqualTo(readers);
		});
	}

	private static Map<LabNode, Long> gets() {
		return lab.nodes().stream().collect(Collectors.toMap((node) -> node, (node) -> {
			Matcher gets = GETS.matcher(lab.info(node, "commandstats"));
			return gets.results().mapToLong((get) -> Long.parseLong(get.group(1))).sum();
		}));
	}

	private static Set<LabNode> readersSince(Map<LabNode, Long> before) {
		return gets().entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > before.get(entry.getKey()))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	@Test
	void plannedChangesFailNoReadAndNoWrite() {
		try (JedisTopology cluster = client(new ReadSettings(ReadFrom.PREFER_REPLICA))) {
			RedisClusterClient client = cluster.client();
			List<String> counters = lab.shards().stream().map((shard) -> "counter:{" + Keys.in(shard) + "}").toList();
			outcome("a failover of every shard", true, client::get, (load) -> {
				for (int i = 1; i <= 2; i++) {
					lab.shards().forEach((shard) -> lab.failover(shard.replicas().get(0)));
					counters.forEach(client::incr);
					load.goOn(500);
				}
				assertThat(load.missing()).as("reads that found nothing").isZero();
			});
			assertThat(counters).allSatisfy(
					(key) -> assertThat(client.eval("return redis.call('GET', KEYS[1])", 1, key)).isEqualTo("2"));
			outcome("a replica added and removed", true, client::get, (load) -> {
				LabNode replica = lab.addReplica(lab.primaries().get(0));
				load.goOn(500);
				lab.removeReplica(replica);
				load.goOn(500);
				assertThat(load.missing()).as("reads that found nothing").isZero();
			});
			outcome("a shard added and removed", true, client::get, (load) -> {
				LabNode added = lab.addShard();
				load.goOn(500);
				lab.removeShard(added);
				load.goOn(500);
				long missing = load.missing();
				load.goOn(1000);
				assertThat(load.missing()).as("reads that found nothing when slots have stopped to move")
					.isEqualTo(missing);
			});
		}
	}

	@Test
	void replicasThatFailFailNoRead() {
		try (JedisTopology cluster = client(new ReadSettings(ReadFrom.PREFER_REPLICA));
				RedisClusterClient stock = stock()) {
			LabNode replica = lab.replicas().get(0);
			UnaryOperator<String> read = cluster.client()::get;
			for (boolean ours : List.of(true, false).subList(0, ScenarioLength.times(2))) {
				UnaryOperator<String> reader = ours ? read : toReplica(stock);
				String who = ours ? "Jedis Topology" : "stock Jedis";
				outcome("a replica killed, " + who, ours, reader, (load) -> {
					lab.kill(replica);
					load.goOn(1000);
					lab.restart(replica);
				});
				outcome("a replica frozen, " + who, ours, reader, (load) -> {
					lab.freeze(replica);
					load.goOn(1000);
					lab.thaw(replica);
				});
			}
		}
	}

	private static void outcome(String change, boolean ours, UnaryOperator<String> read, Consumer<ReadLoad> then) {
		try (ReadLoad load = new ReadLoad(KEYS, read)) {
			load.goOn(500);
			then.accept(load);
			load.goOn(500);
			load.print(change);
			if (ours) {
				assertThat(load.failures()).as("failed reads, during %s", change).isEmpty();
			}
		}
	}

	private static JedisTopology client(ReadSettings reads) {
		return JedisTopology.builder().endpoints(lab.configurationEndpoint()).reads(reads).build();
	}

	private static RedisClusterClient stock() {
		return RedisClusterClient.builder()
			.nodes(Set.of(HostAndPort.from(lab.configurationEndpoint())))
			.clientConfig(DefaultJedisClientConfig.builder().readOnlyForRedisClusterReplicas().build())
			.build();
	}

	/** Stock Jedis reads from replicas in no other way. */
	private static UnaryOperator<String> toReplica(RedisClusterClient client) {
		return (key) -> client.executeCommandToReplica(
				new CommandObject<>(JedisLine.current().command(Command.GET, key), BuilderFactory.STRING));
	}

}
