package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The password of an ACL user is rotated, again and again, while commands run.
 */
class CredentialsScenarioTests {

	private static final String USER = "app";

	private static final int CALLERS = 8;

	private static final int ROTATIONS = 5;

	private final AtomicInteger password = new AtomicInteger();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicLong acknowledged = new AtomicLong();

	@Test
	void rotatedPasswordsCostNoCommand() {
		try (RedisClusterLab lab = RedisClusterLab.builder().user(USER, password(0)).start();
				JedisTopology cluster = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.credentials(() -> new DefaultRedisCredentials(USER, password(this.password.get())))
					.build()) {
			List<CompletableFuture<Void>> callers = Stream
				.generate(() -> CompletableFuture.runAsync(() -> countUp(cluster)))
				.limit(CALLERS)
				.toList();
			for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
				rotate(lab, cluster, rotation);
			}
			this.stopped.set(true);
			assertThat(CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)))
				.succeedsWithin(Duration.ofSeconds(30));
			assertThat(cluster.connectionStatistics().dials(DialOutcome.LOGIN_REFUSED)).isZero();
			assertThat(counters().mapToLong((key) -> Long.parseLong(cluster.client().get(key))).sum())
				.isEqualTo(this.acknowledged.get());
		}
	}

	/** As an operator does it: the new one is valid before the old one is not. */
	private void rotate(RedisClusterLab lab, JedisTopology cluster, int rotation) {
		lab.nodes().forEach((node) -> setUser(node, password(rotation - 1), ">" + password(rotation)));
		this.password.set(rotation);
		lab.nodes().forEach((node) -> setUser(node, password(rotation), "<" + password(rotation - 1)));
		long dials = cluster.connectionStatistics().dials(DialOutcome.OPENED);
		long before = this.acknowledged.get();
		cluster.renewConnections();
		await().until(() -> cluster.connectionStatistics().dials(DialOutcome.OPENED) >= dials + lab.primaries().size()
				&& this.acknowledged.get() > before + 1000);
	}

	private static void setUser(LabNode node, String password, String rule) {
		try (Jedis jedis = new Jedis(HostAndPort.from(node.hostAndPort()))) {
			jedis.auth(USER, password);
			jedis.aclSetUser(USER, rule);
		}
	}

	private void countUp(JedisTopology cluster) {
		List<String> keys = counters().toList();
		for (int i = 0; !this.stopped.get(); i++) {
			cluster.client().incr(keys.get(i % keys.size()));
			this.acknowledged.incrementAndGet();
		}
	}

	private static Stream<String> counters() {
		return IntStream.range(0, 100).mapToObj((number) -> "counter:" + number);
	}

	private static String password(int rotation) {
		return "password-" + rotation;
	}

}
