package io.github.jedistopology.boot.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisPipelineException;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Templates over this client and over Spring Data's own Jedis factory, on one cluster.
 */
class TemplateScenarioTests {

	private static RedisClusterLab lab;

	private static JedisTopology topology;

	private static TopologyConnectionFactory factory;

	private static JedisConnectionFactory stockFactory;

	private static StringRedisTemplate redis;

	private static StringRedisTemplate stock;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().shards(3).replicas(1).start();
		topology = JedisTopology.builder().endpoints(lab.configurationEndpoint()).build();
		factory = started(new TopologyConnectionFactory(topology));
		stockFactory = started(
				new JedisConnectionFactory(new RedisClusterConfiguration(List.of(lab.configurationEndpoint()))));
		redis = new StringRedisTemplate(factory);
		stock = new StringRedisTemplate(stockFactory);
	}

	private static <T extends JedisConnectionFactory> T started(T factory) {
		factory.afterPropertiesSet();
		return factory;
	}

	@AfterAll
	static void stop() {
		stockFactory.destroy();
		factory.destroy();
		topology.close();
		lab.close();
	}

	@BeforeEach
	void flush() {
		topology.client().flushAll();
	}

	@ParameterizedTest
	@EnumSource
	void doesWhatSpringDataDoes(Operations operation) {
		List<Object> expected = operation.run(stock);
		topology.client().flushAll();
		assertThat(operation.run(redis)).isEqualTo(expected);
	}

	/** Spring Data sends these to any node, even to one that Jedis does not know. */
	@Test
	void sendsRawCommandsToWhereTheirKeysAre() {
		for (int i = 0; i < 20; i++) {
			byte[] key = ("raw:" + i).getBytes();
			assertThat(
					redis.<Object>execute((RedisCallback<Object>) (connection) -> connection.execute("set", key, key)))
				.isEqualTo("OK".getBytes());
		}
		try (RedisClusterConnection connection = factory.getClusterConnection()) {
			assertThat(
					connection.<byte[]>execute("GETRANGE", "raw:7".getBytes(), List.of("0".getBytes(), "2".getBytes())))
				.isEqualTo("raw".getBytes());
		}
	}

	/** Spring Data counts the keys that it was given. */
	@Test
	void countsTheKeysThatWereThere() {
		redis.opsForValue().set("there", "v");
		assertThat(redis.delete(List.of("there", "not there", "nowhere"))).isEqualTo(1);
		assertThat(stock.delete(List.of("there", "not there", "nowhere"))).isEqualTo(3);
	}

	@Test
	void pipelinesOverAllNodes() {
		List<Object> replies = redis.executePipelined((RedisCallback<Object>) (connection) -> {
			for (int i = 0; i < 100; i++) {
				connection.stringCommands().set(("key:" + i).getBytes(), ("value:" + i).getBytes());
				connection.stringCommands().get(("key:" + i).getBytes());
			}
			return null;
		});
		assertThat(replies).hasSize(200).startsWith(true, "value:0").endsWith(true, "value:99");
	}

	@Test
	void pipelinesTheOperationsOfATemplate() {
		List<Object> replies = redis.executePipelined(new SessionCallback<Object>() {

			@Override
			@SuppressWarnings("unchecked")
			public <K, V> Object execute(RedisOperations<K, V> operations) {
				RedisOperations<String, String> inPipeline = (RedisOperations<String, String>) operations;
				inPipeline.opsForValue().increment("number");
				inPipeline.opsForHash().putAll("hash", Map.of("a", "1"));
				inPipeline.opsForHash().entries("hash");
				inPipeline.opsForZSet().add("zset", "a", 1.5);
				inPipeline.opsForZSet().rangeWithScores("zset", 0, -1);
				inPipeline.opsForSet().members("none");
				inPipeline.opsForList().rightPush("list", "a");
				inPipeline.hasKey("number");
				return null;
			}

		});
		// HMSET is status only, and Spring Data keeps the replies of those to itself.
		assertThat(replies).hasSize(7).containsSequence(1L, Map.of("a", "1"), true).endsWith(Set.of(), 1L, true);
	}

	@Test
	void tellsOfFailedCommandsInAPipeline() {
		assertThatExceptionOfType(RedisPipelineException.class)
			.isThrownBy(() -> redis.executePipelined((RedisCallback<Object>) (connection) -> {
				connection.stringCommands().set("text".getBytes(), "text".getBytes());
				connection.stringCommands().incr("text".getBytes());
				connection.stringCommands().get("text".getBytes());
				return null;
			}))
			.satisfies((ex) -> assertThat(ex.getPipelineResult()).hasSize(3)
				.element(1)
				.isInstanceOf(InvalidDataAccessApiUsageException.class));
	}

	@Test
	void refusesInAPipelineWhatOneNodeCannotAnswer() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> redis.executePipelined((RedisCallback<Object>) (connection) -> {
				connection.keyCommands().keys("*".getBytes());
				return null;
			}))
			.withMessageContaining("KEYS");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> redis.executePipelined((RedisCallback<Object>) (connection) -> {
				connection.serverCommands().flushAll();
				return null;
			}))
			.withMessageContaining("pipelined");
	}

	@Test
	void leavesNothingBorrowedByAPipelineThatIsNotClosed() {
		for (int i = 0; i < 200; i++) {
			RedisClusterConnection connection = factory.getClusterConnection();
			connection.openPipeline();
			connection.stringCommands().set(("key:" + i).getBytes(), "value".getBytes());
			connection.close();
		}
		assertThat(redis.opsForValue().setIfPresent("key:1", "value")).isNotNull();
	}

	@Test
	void scansAllNodes() {
		Set<String> keys = IntStream.range(0, 500).mapToObj((i) -> "scan:ä:" + i).collect(Collectors.toSet());
		keys.forEach((key) -> redis.opsForValue().set(key, "v"));
		redis.opsForSet().add("scan:set", "member");
		assertThat(scan(ScanOptions.scanOptions().match("scan:ä:*").count(7).build())).isEqualTo(keys);
		assertThat(scan(ScanOptions.scanOptions().match("scan:*").type(DataType.SET).build()))
			.containsExactly("scan:set");
		assertThat(scan(ScanOptions.NONE)).hasSize(501);
	}

	private static Set<String> scan(ScanOptions options) {
		Set<String> found = new HashSet<>();
		try (Cursor<String> cursor = redis.scan(options)) {
			cursor.forEachRemaining(found::add);
		}
		return found;
	}

	/** As keys are that the JDK has serialized. */
	@Test
	void scansForKeysThatAreNotText() {
		RedisTemplate<Object, Object> serializing = new RedisTemplate<>();
		serializing.setConnectionFactory(factory);
		serializing.afterPropertiesSet();
		Set<Object> keys = IntStream.range(0, 50).boxed().collect(Collectors.toSet());
		keys.forEach((key) -> serializing.opsForValue().set(key, "v"));
		Set<Object> found = new HashSet<>();
		try (Cursor<Object> cursor = serializing.scan(ScanOptions.scanOptions().count(10).build())) {
			cursor.forEachRemaining(found::add);
		}
		assertThat(found).isEqualTo(keys);
	}

	@Test
	void knowsTheNodes() {
		try (RedisClusterConnection ours = factory.getClusterConnection();
				RedisClusterConnection theirs = stockFactory.getClusterConnection()) {
			assertThat(described(ours.clusterGetNodes()))
				.containsExactlyInAnyOrderElementsOf(described(theirs.clusterGetNodes()));
			assertThat(ours.clusterGetClusterInfo().getClusterSize()).isEqualTo(3);
			assertThat(ours.clusterGetNodeForKey("key".getBytes()).getId())
				.isEqualTo(theirs.clusterGetNodeForKey("key".getBytes()).getId());
			assertThat(ours.ping()).isEqualTo("PONG");
			assertThat(ours.serverCommands().dbSize()).isZero();
			assertThat(ours.clusterGetMasterReplicaMap()).hasSize(3);
		}
	}

	private static List<String> described(Iterable<RedisClusterNode> nodes) {
		List<String> described = new ArrayList<>();
		nodes.forEach((node) -> described
			.add("%s %s:%d %s %s %s %d".formatted(node.getId(), node.getHost(), node.getPort(), node.getType(),
					node.getMasterId(), node.isConnected(), node.getSlotRange().getSlots().size())));
		return described;
	}

	@Test
	void stoppedFactoryStartsAgainAndHasLeftTheClientOpen() {
		factory.stop();
		try {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(factory::getConnection);
			assertThat(topology.client().ping()).isEqualTo("PONG");
		}
		finally {
			factory.start();
		}
		redis.opsForValue().set("key", "value");
		assertThat(redis.opsForValue().get("key")).isEqualTo("value");
	}

	@Test
	void failedCommandIsAFailedConnection() {
		try (JedisTopology closed = JedisTopology.builder().endpoints(lab.configurationEndpoint()).build()) {
			TopologyConnectionFactory onClosed = started(new TopologyConnectionFactory(closed));
			closed.close();
			assertThatExceptionOfType(RedisConnectionFailureException.class)
				.isThrownBy(() -> new StringRedisTemplate(onClosed).opsForValue().get("key"))
				.withCauseInstanceOf(ClusterCommandException.class);
		}
	}

}
