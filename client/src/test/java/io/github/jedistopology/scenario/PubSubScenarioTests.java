package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Subscriptions whose nodes are killed, frozen, demoted and removed, and whose slots
 * move; what becomes of stock Jedis's is printed.
 */
class PubSubScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static RedisClusterLab lab;

	private static RedisClusterClient other;

	private final ExecutorService threads = DaemonThreads.pool();

	private JedisTopology cluster;

	private RedisClusterClient stock;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start();
		other = Bystander.start(lab.configurationEndpoint(), "PUBLISH", "SPUBLISH");
	}

	@AfterAll
	static void stop() {
		other.close();
		lab.close();
	}

	@BeforeEach
	void connect() {
		this.cluster = JedisTopology.builder().endpoints(lab.configurationEndpoint()).clientName("subscriber").build();
		this.stock = Contender.STOCK_JEDIS.start(lab.configurationEndpoint(), HostResolver.SYSTEM);
	}

	@AfterEach
	void close() {
		this.threads.shutdownNow();
		this.cluster.close();
		this.stock.close();
	}

	@Test
	void aSubscriptionLivesOnWhenItsNodeIsKilled() throws Exception {
		Subscriber subscriber = subscribed("kill");
		LabNode node = subscriber.node();
		during(() -> lab.kill(node), subscriber::assertHearsAgain, () -> lab.restart(node));
	}

	@Test
	void aSubscriptionLivesOnWhenItsNodeIsFrozen() throws Exception {
		Subscriber subscriber = subscribed("freeze");
		LabNode node = subscriber.node();
		during(() -> lab.freeze(node), subscriber::assertHearsAgain, () -> lab.thaw(node));
	}

	@Test
	void aSubscriptionLeavesANodeThatIsRemoved() throws Exception {
		lab.addShard();
		this.cluster.topologyManager().refresh().join();
		Subscriber subscriber = subscribed("scale-in");
		lab.removeShard(subscriber.node());
		subscriber.assertHearsAgain();
	}

	@Test
	void aSubscriptionStaysWithADemotedNode() throws Exception {
		Subscriber subscriber = subscribed("failover");
		LabNode node = subscriber.node();
		lab.failover(shardOf(node).replicas().get(0));
		subscriber.awaitMessage();
		assertThat(subscriber.node()).isEqualTo(node);
		assertThat(subscriber.confirmed).hasValue(1);
		subscriber.leave();
	}

	@Test
	void aShardedSubscriptionFollowsItsSlot() throws Exception {
		LabShard source = lab.shards().get(0);
		LabNode target = lab.shards().get(1).primary();
		assertThatShardedSubscriptionsLiveOn("reshard", source,
				() -> lab.moveSlots(source.primary(), target, source.slotCount()),
				() -> lab.moveSlots(target, source.primary(), source.slotCount()));
	}

	@Test
	void aShardedSubscriptionFollowsAFailover() throws Exception {
		LabShard shard = lab.shards().get(0);
		assertThatShardedSubscriptionsLiveOn("failover", shard, () -> lab.failover(shard.replicas().get(0)), () -> {
		});
	}

	@Test
	void aShardedSubscriptionLivesOnAtThePromotedReplicaOfAKilledPrimary() throws Exception {
		LabShard shard = lab.shards().get(0);
		assertThatShardedSubscriptionsLiveOn("kill", shard, () -> lab.kill(shard.primary()),
				() -> lab.restart(shard.primary()));
	}

	private void assertThatShardedSubscriptionsLiveOn(String change, LabShard shard, Runnable what, Runnable repair)
			throws Exception {
		String channel = "{" + Keys.in(shard) + "}:" + change;
		ShardedSubscriber ours = new ShardedSubscriber();
		ShardedSubscriber stocks = new ShardedSubscriber();
		Future<?> stocksEnd = this.threads.submit(() -> this.stock.ssubscribe(stocks, channel));
		Future<?> oursEnd = this.threads.submit(() -> this.cluster.client().ssubscribe(ours, channel));
		Awaitility.await().atMost(PATIENCE).until(() -> ours.confirmed.get() == 1 && stocks.confirmed.get() == 1);
		during(what, () -> Awaitility.await().atMost(PATIENCE).until(() -> {
			other.spublish(channel, "again");
			return !ours.messages.isEmpty();
		}), repair);
		assertThat(ours.confirmed).hasValueGreaterThanOrEqualTo(2);
		assertThat(this.cluster.commandStatistics().resubscriptions()).isPositive();
		System.out.printf("A sharded subscription through a %s: stock Jedis's %s, %d messages%n", change,
				outcome(stocksEnd), stocks.messages.size());
		ours.sunsubscribe();
		oursEnd.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	private static void during(Runnable failure, ThrowingRunnable what, Runnable repair) throws Exception {
		failure.run();
		try {
			what.run();
		}
		finally {
			repair.run();
		}
	}

	private static String outcome(Future<?> subscription) throws InterruptedException {
		try {
			subscription.get(1, TimeUnit.SECONDS);
			return "has ended";
		}
		catch (ExecutionException ex) {
			return "fails: " + ex.getCause();
		}
		catch (TimeoutException ex) {
			return "goes on";
		}
	}

	@Test
	void othersSubscribeAndUnsubscribeMeanwhile() throws Exception {
		Subscriber subscriber = subscribed("one");
		subscriber.subscribe("two");
		subscriber.psubscribe("thr*");
		Awaitility.await().atMost(PATIENCE).until(() -> subscriber.confirmed.get() == 3);
		LabNode node = subscriber.node();
		during(() -> lab.kill(node), () -> {
			subscriber.unsubscribe("one");
			Awaitility.await().atMost(PATIENCE).until(() -> {
				other.publish("one", "unwanted");
				other.publish("two", "second");
				other.publish("three", "third");
				return subscriber.messages.containsAll(List.of("second", "third"));
			});
		}, () -> lab.restart(node));
		assertThat(subscriber.messages).doesNotContain("unwanted");
		subscriber.punsubscribe();
		subscriber.leave();
	}

	@Test
	void aShardChannelOfAnotherSlotIsRefused() {
		ShardedSubscriber subscriber = new ShardedSubscriber();
		Future<?> end = this.threads.submit(() -> this.cluster.client().ssubscribe(subscriber, "foo"));
		Awaitility.await().atMost(PATIENCE).until(() -> subscriber.confirmed.get() == 1);
		assertThatIllegalArgumentException().isThrownBy(() -> subscriber.ssubscribe("bar"))
			.withMessageContaining("slot 5061: expected slot 12182");
		subscriber.sunsubscribe();
		Awaitility.await().atMost(PATIENCE).until(end::isDone);
	}

	@Test
	void closingTheClientEndsASubscription() {
		Subscriber subscriber = subscribed("close");
		this.cluster.close();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> subscriber.end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
			.withCauseInstanceOf(ClusterCommandException.class)
			.withMessageContaining("the client is closed");
		assertThatNobodySubscribes();
	}

	/** With an exception, or without when it comes just behind a message, as in Jedis. */
	@Test
	void anInterruptEndsASubscription() {
		Subscriber subscriber = subscribed("interrupt");
		this.threads.shutdownNow();
		Awaitility.await().atMost(PATIENCE).until(subscriber.end::isDone);
		assertThatNobodySubscribes();
	}

	private Subscriber subscribed(String channel) {
		Subscriber subscriber = new Subscriber(channel);
		subscriber.end = this.threads.submit(() -> this.cluster.client().subscribe(subscriber, channel));
		Awaitility.await().atMost(PATIENCE).until(() -> subscriber.confirmed.get() == 1);
		subscriber.awaitMessage();
		return subscriber;
	}

	private static LabShard shardOf(LabNode primary) {
		return lab.shards().stream().filter((shard) -> shard.primary() == primary).findFirst().get();
	}

	private static boolean hasSubscriber(LabNode node) {
		return !lab.info(node, "stats").contains("pubsub_channels:0\r\n");
	}

	private static void assertThatNobodySubscribes() {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> lab.nodes().stream().noneMatch(PubSubScenarioTests::hasSubscriber));
	}

	private interface ThrowingRunnable {

		void run() throws Exception;

	}

	/**
	 * Counts confirmations, and keeps messages.
	 */
	private final class Subscriber extends JedisPubSub {

		private final AtomicInteger confirmed = new AtomicInteger();

		private final List<String> messages = new CopyOnWriteArrayList<>();

		private final String channel;

		private Future<?> end;

		Subscriber(String channel) {
			this.channel = channel;
		}

		@Override
		public void onSubscribe(String name, int count) {
			this.confirmed.incrementAndGet();
		}

		@Override
		public void onPSubscribe(String pattern, int count) {
			this.confirmed.incrementAndGet();
		}

		@Override
		public void onMessage(String name, String message) {
			this.messages.add(message);
		}

		@Override
		public void onPMessage(String pattern, String name, String message) {
			this.messages.add(message);
		}

		LabNode node() {
			return lab.nodes().stream().filter(PubSubScenarioTests::hasSubscriber).findFirst().get();
		}

		void awaitMessage() {
			int before = this.messages.size();
			Awaitility.await().atMost(PATIENCE).until(() -> {
				other.publish(this.channel, "message");
				return this.messages.size() > before;
			});
		}

		void assertHearsAgain() throws Exception {
			Awaitility.await().atMost(PATIENCE).until(() -> this.confirmed.get() == 2);
			awaitMessage();
			assertThat(PubSubScenarioTests.this.cluster.commandStatistics().resubscriptions()).isEqualTo(1);
			leave();
		}

		void leave() throws Exception {
			unsubscribe();
			this.end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(isSubscribed()).isFalse();
		}

	}

	/**
	 * Counts confirmations, and keeps messages.
	 */
	private static final class ShardedSubscriber extends JedisShardedPubSub {

		private final AtomicInteger confirmed = new AtomicInteger();

		private final List<String> messages = new CopyOnWriteArrayList<>();

		@Override
		public void onSSubscribe(String name, int count) {
			this.confirmed.incrementAndGet();
		}

		@Override
		public void onSMessage(String name, String message) {
			this.messages.add(message);
		}

	}

}
