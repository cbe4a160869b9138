package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

/**
 * The password of an ACL user is rotated, again and again, while commands run, one waits
 * and somebody listens.
 */
class CredentialsScenarioTests {

	private static final String USER = "app";

	private static final int CALLERS = 8;

	private static final int ROTATIONS = 5;

	private final AtomicInteger password = new AtomicInteger();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicLong acknowledged = new AtomicLong();

	private final ExecutorService patient = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.patient.shutdownNow();
	}

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
			CompletableFuture<List<String>> waiter = CompletableFuture
				.supplyAsync(() -> cluster.client().blpop(60, "queue"), this.patient);
			Subscriber subscriber = new Subscriber();
			CompletableFuture<Void> listening = CompletableFuture
				.runAsync(() -> cluster.client().subscribe(subscriber, "channel"), this.patient);
			await().untilAtomic(subscriber.confirmed, is(1));
			for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
				rotate(lab, cluster, rotation);
			}
			this.stopped.set(true);
			assertThat(CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)))
				.succeedsWithin(Duration.ofSeconds(30));
			cluster.client().rpush("queue", "value");
			assertThat(waiter).succeedsWithin(Duration.ofSeconds(10))
				.asInstanceOf(LIST)
				.containsExactly("queue", "value");
			cluster.client().publish("channel", "message");
			await().untilAtomic(subscriber.heard, is(1));
			assertThat(subscriber.confirmed).as("without a gap").hasValue(1);
			subscriber.unsubscribe();
			assertThat(listening).succeedsWithin(Duration.ofSeconds(10));
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

	private static final class Subscriber extends JedisPubSub {

		private final AtomicInteger confirmed = new AtomicInteger();

		private final AtomicInteger heard = new AtomicInteger();

		@Override
		public void onSubscribe(String channel, int subscribedChannels) {
			this.confirmed.incrementAndGet();
		}

		@Override
		public void onMessage(String channel, String message) {
			this.heard.incrementAndGet();
		}

	}

}
