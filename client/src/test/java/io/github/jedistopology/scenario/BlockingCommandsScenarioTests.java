package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Commands that wait at their node while it gives its slots away, is demoted, removed,
 * killed or frozen; stock Jedis waits beside them, and what came of that is printed.
 */
class BlockingCommandsScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** How long commands wait by themselves: no test waits that long. */
	private static final int TIMEOUT = 120;

	private static RedisClusterLab lab;

	private static RedisClusterClient other;

	private final ExecutorService threads = DaemonThreads.pool();

	private JedisTopology cluster;

	private RedisClusterClient stock;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start();
		other = Bystander.start(lab.configurationEndpoint(), "RPUSH", "XADD");
	}

	@AfterAll
	static void stop() {
		other.close();
		lab.close();
	}

	@BeforeEach
	void connect() {
		this.cluster = JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.pool(new PoolSettings(4, Duration.ofSeconds(2), Duration.ofMinutes(1), 200))
			.build();
		this.stock = Contender.STOCK_JEDIS.start(lab.configurationEndpoint(), HostResolver.SYSTEM);
	}

	@AfterEach
	void close() {
		this.threads.shutdownNow();
		this.cluster.close();
		this.stock.close();
	}

	// planned changes: the wait goes on at the new owner

	@Test
	void aSlotThatMovesTakesTheWaitWithIt() throws Exception {
		LabShard source = lab.shards().get(0);
		LabNode target = lab.shards().get(1).primary();
		assertThatTheWaitGoesOn("reshard", source, () -> lab.moveSlots(source.primary(), target, source.slotCount()));
		lab.moveSlots(target, source.primary(), source.slotCount());
	}

	@Test
	void aDemotedNodeEndsTheWait() throws Exception {
		LabShard shard = lab.shards().get(0);
		assertThatTheWaitGoesOn("failover", shard, () -> lab.failover(shard.replicas().get(0)));
	}

	@Test
	void aRemovedNodeEndsTheWait() throws Exception {
		LabNode added = lab.addShard();
		LabShard shard = lab.shards().stream().filter((one) -> one.primary() == added).findFirst().get();
		assertThatTheWaitGoesOn("scale-in", shard, () -> lab.removeShard(added));
	}

	private void assertThatTheWaitGoesOn(String change, LabShard shard, Runnable what) throws Exception {
		String tag = "{" + Keys.in(shard) + "}:" + change;
		Future<List<String>> ours = wait(this.cluster.client(), tag + ":ours");
		Future<List<String>> stocks = wait(this.stock, tag + ":stock");
		awaitBlocked(shard.primary(), 2);
		what.run();
		other.rpush(tag + ":ours", "element");
		other.rpush(tag + ":stock", "element");
		System.out.printf("BLPOP through a %s: stock Jedis %s%n", change, outcome(stocks));
		assertThat(ours.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsExactly(tag + ":ours", "element");
	}

	private static String outcome(Future<?> wait) throws InterruptedException {
		try {
			return "has " + wait.get(3, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			return "fails: " + ex.getCause();
		}
		catch (TimeoutException ex) {
			return "waits in vain";
		}
	}

	// failures: found out without any other command; reads go on, what may have been
	// popped is said

	@Test
	void aKilledNodesWaitsEnd() throws Exception {
		LabShard shard = lab.shards().get(0);
		assertThatReadsGoOnAndPopsAreInDoubt("kill", shard, lab::kill, lab::restart);
	}

	@Test
	void aFrozenNodesWaitsEnd() throws Exception {
		LabShard shard = lab.shards().get(0);
		assertThatReadsGoOnAndPopsAreInDoubt("freeze", shard, lab::freeze, lab::thaw);
	}

	private void assertThatReadsGoOnAndPopsAreInDoubt(String failure, LabShard shard, Consumer<LabNode> what,
			Consumer<LabNode> repair) throws Exception {
		String tag = "{" + Keys.in(shard) + "}:" + failure;
		Future<?> read = this.threads.submit(() -> read(this.cluster.client(), tag + ":stream"));
		Future<List<String>> pop = wait(this.cluster.client(), tag + ":list");
		Future<List<String>> stocks = wait(this.stock, tag + ":stock");
		awaitBlocked(shard.primary(), 3);
		what.accept(shard.primary());
		try {
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> pop.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
				.withCauseInstanceOf(CommandMaybeExecutedException.class);
			other.xadd(tag + ":stream", StreamEntryID.NEW_ENTRY, Map.of("field", "value"));
			assertThat(read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).toString()).contains("value");
			other.rpush(tag + ":stock", "element");
		}
		finally {
			repair.accept(shard.primary());
		}
		System.out.printf("BLPOP at a node under %s: stock Jedis %s%n", failure, outcome(stocks));
	}

	private static Object read(RedisClusterClient client, String stream) {
		return client.xread(new XReadParams().block(TIMEOUT * 1000), Map.of(stream, new StreamEntryID()));
	}

	// the caller's own

	@Test
	void itsOwnTimeEndsTheWait() {
		assertThat(this.cluster.client().blpop(0.1, "nothing")).isNull();
		assertThat(this.cluster.client().blpop(3.0, "nothing")).as("longer than a command").isNull();
	}

	@Test
	@SuppressWarnings("deprecation")
	void whatTheCallerHasPutTogetherWaitsAsLong() throws Exception {
		RedisClusterClient client = this.cluster.client();
		Future<?> read = this.threads
			.submit(() -> client.sendCommand("nothing", Command.XREAD, "BLOCK", "3000", "STREAMS", "nothing", "0"));
		assertThat(client.sendCommand("nothing", Command.BLPOP, "nothing", "3")).as("longer than a command").isNull();
		assertThat(read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNull();
	}

	/** As the documentation says, since only the connection that has written knows. */
	@Test
	void replicasAreWaitedForOnAConnectionOfOnesOwn() {
		LabShard shard = lab.shards().get(0);
		String key = Keys.in(shard);
		LabNode replica = shard.replicas().get(0);
		assertThatExceptionOfType(JedisException.class)
			.isThrownBy(() -> this.cluster.client().waitReplicas(key, 1, 1000));
		try (Jedis node = new Jedis(this.cluster.client().getConnectionFromSlot(JedisClusterCRC16.getSlot(key)))) {
			assertThat(written(node, key)).isEqualTo(1);
			lab.freeze(replica);
			try {
				assertThat(written(node, key)).isZero();
			}
			finally {
				lab.thaw(replica);
			}
			Awaitility.await().atMost(PATIENCE).until(() -> written(node, key) == 1);
		}
	}

	private static long written(Jedis node, String key) {
		node.set(key, "value");
		return node.waitReplicas(1, 500);
	}

	@Test
	void anInterruptEndsTheWaitAndLosesNothing() throws Exception {
		LabShard shard = lab.shards().get(0);
		String tagged = "{" + Keys.in(shard) + "}-interrupted";
		CompletableFuture<Throwable> end = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				this.cluster.client().blpop(0, tagged);
				end.complete(new AssertionError("An element came"));
			}
			catch (RuntimeException ex) {
				end.complete(ex);
			}
		});
		thread.start();
		awaitBlocked(shard.primary(), 1);
		thread.interrupt();
		assertThat(end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(ClusterCommandException.class)
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.hasMessageContaining("interrupted");
		other.rpush(tagged, "element");
		assertThat(other.lpop(tagged)).isEqualTo("element");
	}

	/** Many a user may not use what Redis calls dangerous, {@code CLIENT UNBLOCK} too. */
	@Test
	void whoMustNotAskTheNodeIsNotToldWhetherAnElementWasPopped() throws Exception {
		lab.nodes().forEach(BlockingCommandsScenarioTests::addLimitedUser);
		String key = "{" + Keys.in(lab.shards().get(0)) + "}-limited";
		try (JedisTopology limited = JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.credentials("limited", "secret")
			.build()) {
			assertThat(limited.client().blpop(0.1, key)).isNull();
			Future<List<String>> pop = wait(limited.client(), key);
			awaitBlocked(lab.shards().get(0).primary(), 1);
			this.threads.shutdownNow();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> pop.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
				.withCauseInstanceOf(CommandMaybeExecutedException.class);
		}
	}

	private static void addLimitedUser(LabNode node) {
		try (Jedis jedis = new Jedis(node.address().getHostString(), node.address().getPort())) {
			jedis.aclSetUser("limited", "on", ">secret", "~*", "&*", "+@all", "-@admin", "-@dangerous");
		}
	}

	@Test
	void closingTheClientEndsTheWait() {
		LabShard shard = lab.shards().get(0);
		Future<List<String>> pop = wait(this.cluster.client(), "{" + Keys.in(shard) + "}-closed");
		awaitBlocked(shard.primary(), 1);
		this.cluster.close();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> pop.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
			.withCauseInstanceOf(ClusterCommandException.class);
	}

	@Test
	void manyWhoWaitLeaveOthersTheirConnections() throws Exception {
		LabShard shard = lab.shards().get(0);
		String tag = "{" + Keys.in(shard) + "}:crowd";
		List<Future<List<String>>> crowd = IntStream.range(0, 100)
			.mapToObj((i) -> wait(this.cluster.client(), tag))
			.toList();
		awaitBlocked(shard.primary(), 100);
		assertThat(this.cluster.client().set(tag + ":key", "value")).isEqualTo("OK");
		for (int i = 0; i < crowd.size(); i++) {
			this.cluster.client().rpush(tag, "element");
		}
		for (Future<List<String>> one : crowd) {
			assertThat(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsExactly(tag, "element");
		}
	}

	private Future<List<String>> wait(RedisClusterClient client, String key) {
		return this.threads.submit(() -> client.blpop(TIMEOUT, key));
	}

	private static void awaitBlocked(LabNode node, int clients) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> lab.info(node, "clients").contains("blocked_clients:" + clients + "\r\n"));
	}

}
