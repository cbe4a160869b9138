package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Transactions on one slot, while the slot moves, its node fails over, or dies.
 */
class TransactionScenarioTests {

	private static RedisClusterLab lab;

	private static JedisTopology cluster;

	private static ExecutorService threads;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder()
			.replicas(1)
			.nodeTimeout(Duration.ofSeconds(1))
			.askWindow(Duration.ofMillis(20))
			.start();
		cluster = JedisTopology.builder().endpoints(lab.configurationEndpoint()).build();
		threads = DaemonThreads.pool();
	}

	@AfterAll
	static void stop() {
		threads.shutdownNow();
		cluster.close();
		lab.close();
	}

	@Test
	void repliesComeInOrder() {
		try (AbstractTransaction transaction = cluster.multi("{order}")) {
			Response<String> set = transaction.set("{order}a", "1");
			Response<Long> wrong = transaction.llen("{order}a");
			Response<Long> incremented = transaction.incr("{order}a");
			Response<String> missing = transaction.get("{order}b");
			List<Object> replies = transaction.exec();
			assertThat(replies).hasSize(4).startsWith("OK").contains(2L);
			assertThat(replies.get(1)).isInstanceOf(JedisDataException.class);
			assertThat(set.get()).isEqualTo("OK");
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(wrong::get)
				.withMessageStartingWith("WRONGTYPE");
			assertThat(incremented.get()).isEqualTo(2);
			assertThat(missing.get()).isNull();
		}
	}

	@Test
	void commandWithAKeyElsewhereIsRefusedAtOnce() {
		try (AbstractTransaction transaction = cluster.multi("{one}")) {
			transaction.set("{one}a", "1");
			assertThatExceptionOfType(JedisClusterOperationException.class).isThrownBy(() -> transaction.get("{two}b"))
				.withMessage("GET has a key in slot 2127, but the transaction is on slot 9084: "
						+ "expected keys with the same hash tag");
			assertThat(transaction.exec()).containsExactly("OK");
		}
	}

	@Test
	void commandThatRedisRefusesAbortsAll() {
		try (AbstractTransaction transaction = cluster.multi("{abort}")) {
			transaction.set("{abort}a", "1");
			transaction.sendCommand(() -> SafeEncoder.encode("NOSUCHCOMMAND"), new String[0]);
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(transaction::exec)
				.withMessageStartingWith("EXECABORT")
				.satisfies(
						(ex) -> assertThat(ex.getSuppressed()).singleElement().asString().contains("unknown command"));
		}
		assertThat(cluster.client().get("{abort}a")).isNull();
	}

	@Test
	void changeOfAWatchedKeyIsNoticed() {
		RedisClusterClient client = cluster.client();
		client.set("{watch}a", "1");
		try (AbstractTransaction transaction = cluster.transaction("{watch}")) {
			transaction.watch("{watch}a");
			assertThat(transaction.get("{watch}a").get()).isEqualTo("1");
			transaction.multi();
			transaction.set("{watch}a", "3");
			client.set("{watch}a", "2");
			assertThat(transaction.exec()).isNull();
			transaction.watch("{watch}a");
			transaction.multi();
			transaction.set("{watch}a", "4");
			assertThat(transaction.exec()).containsExactly("OK");
		}
		assertThat(client.get("{watch}a")).isEqualTo("4");
	}

	@Test
	void watchThatLosesItsSlotSaysThatNothingWasExecuted() {
		LabShard shard = lab.shards().get(0);
		String key = Keys.in(shard.slots().get(0).first());
		cluster.client().set(key, "1");
		try (AbstractTransaction transaction = cluster.transaction(key)) {
			transaction.watch(key);
			transaction.multi();
			transaction.incr(key);
			lab.moveSlots(shard.primary(), lab.primaries().get(1), 1);
			assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(transaction::exec)
				.isNotInstanceOf(CommandMaybeExecutedException.class)
				.withMessageContaining("Nothing was executed; begin again");
		}
		assertThat(cluster.client().get(key)).isEqualTo("1");
		try (AbstractTransaction transaction = cluster.multi(key)) {
			transaction.incr(key);
			assertThat(transaction.exec()).containsExactly(2L);
		}
	}

	@Test
	void watchThatIsLostIsNotForgotten() {
		try (AbstractTransaction transaction = cluster.transaction("{lost}")) {
			transaction.watch("{lost}a");
			killConnectionsTo("{lost}");
			assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> transaction.get("{lost}a"));
			assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(transaction::multi)
				.withMessageContaining("is not watched any more");
			transaction.unwatch();
			transaction.multi();
			transaction.set("{lost}a", "1");
			assertThat(transaction.exec()).containsExactly("OK");
		}
	}

	private static void killConnectionsTo(String key) {
		try (Jedis node = new Jedis(cluster.client().getConnectionFromSlot(JedisClusterCRC16.getSlot(key)))) {
			node.clientKill(ClientKillParams.clientKillParams().type(ClientType.NORMAL));
		}
	}

	@Test
	void bothOrNoneWhileTheClusterChangesAndANodeDies() throws Exception {
		LabShard shard = lab.shards().get(2);
		String tag = "{" + Keys.in(shard) + "}";
		Counting counting = new Counting(tag);
		Future<?> load = threads.submit(counting);
		lab.moveSlots(shard.primary(), lab.primaries().get(0), shard.slotCount() / 2);
		lab.moveSlots(lab.primaries().get(0), shard.primary(), shard.slotCount() / 2);
		lab.failover(shard.replicas().get(0));
		assertThat(counting.failures).as("failures by planned changes").isZero();
		lab.kill(shard.replicas().get(0));
		counting.awaitAnother(20);
		counting.stopped = true;
		load.get();
		long first = Long.parseLong(cluster.client().get(tag + "first"));
		assertThat(cluster.client().get(tag + "second")).isEqualTo(String.valueOf(first));
		System.out.printf("transactions: %d acknowledged, %d maybe executed, %d failed, %d executed%n",
				counting.acknowledged, counting.maybe, counting.failures, first);
		assertThat(first).isLessThanOrEqualTo(counting.acknowledged + counting.maybe);
	}

	/**
	 * Increments two counters, always both.
	 */
	private static final class Counting implements Runnable {

		private final String tag;

		private volatile boolean stopped;

		private volatile long acknowledged;

		private volatile long maybe;

		private volatile long failures;

		Counting(String tag) {
			this.tag = tag;
		}

		@Override
		public void run() {
			while (!this.stopped) {
				try (AbstractTransaction transaction = cluster.multi(this.tag)) {
					transaction.incr(this.tag + "first");
					transaction.incr(this.tag + "second");
					transaction.exec();
					this.acknowledged++;
				}
				catch (CommandMaybeExecutedException ex) {
					this.maybe++;
				}
				catch (ClusterCommandException ex) {
					this.failures++;
				}
			}
		}

		void awaitAnother(int transactions) {
			long until = this.acknowledged + transactions;
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.acknowledged >= until);
		}

	}

}
