package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisException;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands that go to every primary, before and after the primaries are others. The
 * changes add up, the last one breaks the cluster.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BroadcastScenarioTests {

	private static final int KEYS = 300;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static RedisClusterLab lab;

	private static JedisTopology cluster;

	private static RedisClusterClient stock;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start();
		cluster = JedisTopology.builder().endpoints(lab.configurationEndpoint()).build();
		stock = Contender.STOCK_JEDIS.start(lab.configurationEndpoint(), HostResolver.SYSTEM);
	}

	@AfterAll
	static void stop() {
		stock.close();
		cluster.close();
		lab.close();
	}

	@Test
	@Order(1)
	void reachesThePrimariesAndNoReplica() {
		assertThat(cluster.client().scriptExists(List.of("0".repeat(40)))).containsExactly(false);
		assertThat(calls("script|exists", lab.primaries())).isEqualTo(3);
		assertThat(calls("script|exists", lab.replicas())).isZero();
	}

	@Test
	@Order(2)
	void reachesTheNewPrimariesAfterAFailover() {
		LabShard shard = lab.shards().get(0);
		fill();
		lab.failover(shard.replicas().get(0));
		System.out.printf("FLUSHALL after a failover: stock Jedis %s%n", outcome(stock::flushAll));
		fill();
		assertThat(cluster.client().flushAll()).isEqualTo("OK");
		assertThat(lab.primaries())
			.allSatisfy((primary) -> assertThat(lab.info(primary, "keyspace")).doesNotContain("keys="));
	}

	@Test
	@Order(3)
	void reachesAShardThatWasAdded() {
		LabNode added = lab.addShard();
		fill();
		cluster.client().flushAll();
		assertThat(lab.info(added, "keyspace")).doesNotContain("keys=");
		String sha1 = cluster.client().scriptLoad("return 'loaded'");
		assertThat(lab.shards())
			.allSatisfy((each) -> assertThat(cluster.client().scriptExists(sha1, Keys.in(each))).isTrue());
	}

	/** One bad node does not keep the others waiting for ever, and is named. */
	@Test
	@Order(4)
	void reachesTheReplicaThatIsPromotedInPlaceOfAPrimaryThatWasKilled() {
		fill();
		lab.kill(lab.primaries().get(0));
		System.out.printf("PING after a kill: %s; stock Jedis %s%n", outcome(cluster.client()::ping),
				outcome(stock::ping));
		Awaitility.await().atMost(PATIENCE).ignoreExceptionsInstanceOf(JedisException.class).until(() -> {
			cluster.client().flushAll();
			return true;
		});
		assertThat(lab.primaries())
			.allSatisfy((primary) -> assertThat(lab.info(primary, "keyspace")).doesNotContain("keys="));
	}

	private static void fill() {
		IntStream.range(0, KEYS).forEach((i) -> cluster.client().set("key:" + i, "value"));
	}

	private static long calls(String command, List<LabNode> nodes) {
		return nodes.stream()
			.flatMap((node) -> lab.info(node, "commandstats").lines())
			.filter((line) -> line.startsWith("cmdstat_" + command + ":calls="))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(','))))
			.sum();
	}

	private static String outcome(Supplier<String> call) {
		try {
			return call.get();
		}
		catch (JedisException ex) {
			return ex.toString();
		}
	}

}
