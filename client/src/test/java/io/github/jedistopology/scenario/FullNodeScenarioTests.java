package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that has as many clients as it wants goes on to serve those that it has.
 */
class FullNodeScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int THREADS = 16;

	private static RedisClusterLab lab;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().start();
	}

	@AfterAll
	static void stop() {
		lab.close();
	}

	@ParameterizedTest
	@EnumSource
	void commandsGoOnOverTheConnectionsThatAreOpen(RedisProtocol protocol) {
		LabShard shard = lab.shards().get(0);
		LabNode primary = shard.primary();
		AtomicInteger suspicions = new AtomicInteger();
		try (Jedis admin = new Jedis(primary.address().getHostString(), primary.address().getPort());
				JedisTopology cluster = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.protocol(protocol)
					.listener(counting(suspicions))
					.build()) {
			cluster.client().set(Keys.in(shard), "value");
			long rejections = rejections(admin);
			String most = admin.configGet("maxclients").get("maxclients");
			admin.configSet("maxclients", "1");
			try (Callers callers = new Callers(Contender.JEDIS_TOPOLOGY, cluster.client(), THREADS,
					List.of(Keys.in(shard)))) {
				Awaitility.await().atMost(PATIENCE).until(() -> rejections(admin) > rejections + 20);
				long full = System.nanoTime();
				Awaitility.await().atMost(PATIENCE).until(() -> callers.allWorkAfter(full));
				assertThat(callers.errors()).isZero();
				assertThat(suspicions).hasValue(0);
			}
			finally {
				admin.configSet("maxclients", most);
			}
		}
	}

	private static TopologyListener counting(AtomicInteger suspicions) {
		return new TopologyListener() {

			@Override
			public void nodeSuspected(HostAndPort endpoint) {
				suspicions.incrementAndGet();
			}

		};
	}

	private static long rejections(Jedis node) {
		Matcher rejected = Pattern.compile("rejected_connections:(\\d+)").matcher(node.info("stats"));
		assertThat(rejected.find()).isTrue();
		return Long.parseLong(rejected.group(1));
	}

}
