package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.LogLines;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ReplicationWatch}: primary {@code p} with replica {@code r}, and
 * primary {@code alone} without.
 */
@Timeout(60)
class ReplicationWatchTests {

	@RegisterExtension
	private final LogLines lines = new LogLines(ReplicationWatch.class.getName());

	private final VirtualTime time = new VirtualTime();

	private final FakeDialer dialer = new FakeDialer();

	private final FakeNode p = this.dialer.node("p", 6379);

	private final FakeNode r = this.dialer.node("r", 6379);

	private final FakeNode alone = this.dialer.node("alone", 6379);

	private final PoolThreads threads = new PoolThreads(Thread::new);

	/** Nothing is repeated by itself, and nothing dialled ahead. */
	private final PoolThreads noThreads = new PoolThreads((task) -> new Thread());

	private final NodePools pools = new NodePools(this.dialer, TestSettings.defaults(), this.time, this.noThreads,
			(endpoint, trusted) -> {
			});

	private ReplicationWatch watch;

	@BeforeEach
	void publish() {
		ClusterNode replica = node("r", this.r.endpoint()).withRole(NodeRole.REPLICA);
		publish(new Shard(node("p", this.p.endpoint()), List.of(replica), List.of(slots(0, 99))),
				new Shard(node("alone", this.alone.endpoint()), List.of(), List.of(slots(100, 16383))));
		this.watch = new ReplicationWatch(this.pools, this.time, this.threads);
	}

	@AfterEach
	void close() {
		this.pools.close();
		this.threads.shutdown();
	}

	@Test
	void asksTheNodesOfShardsWithReplicas() {
		this.p.says(() -> SafeEncoder.encode("role:master\r\nmaster_repl_offset:30\r\n"));
		this.r.says(() -> SafeEncoder.encode("role:slave\r\nmaster_link_status:up\r\nslave_repl_offset:20\r\n"));
		this.watch.round();
		await().until(() -> report(this.p) != null && report(this.r) != null);
		assertThat(report(this.p)).isEqualTo(new NodeReport(false, false, 30, 0, this.time.getAsLong()));
		assertThat(report(this.r)).isEqualTo(new NodeReport(true, true, 20, 0, this.time.getAsLong()));
		assertThat(this.alone.dials()).isZero();
	}

	@Test
	void asksNobodyWhenNobodyWantsToKnow() {
		this.time.advance(ReplicationWatch.IN_USE.plusNanos(1));
		this.watch.round();
		await().during(Duration.ofMillis(100)).until(() -> this.r.dials() == 0);
		this.watch.used(this.time.getAsLong());
		this.watch.round();
		await().until(() -> this.r.received().contains("INFO"));
	}

	@Test
	void aNodeThatOwesAnAnswerIsNotAskedAgain() {
		Object lock = new Object();
		this.r.says(() -> {
			synchronized (lock) {
				return SafeEncoder.encode("role:slave\r\nslave_repl_offset:1\r\n");
			}
		});
		synchronized (lock) {
			this.watch.round();
			await().until(() -> this.r.received().size() == 1);
			this.watch.round();
			await().during(Duration.ofMillis(100)).until(() -> this.r.received().size() == 1);
		}
		await().until(() -> report(this.r) != null);
	}

	@Test
	void aNodeThatCouldNotBeAskedForAnErrorIsAskedAgain() {
		this.r.says(() -> {
			throw new OutOfMemoryError("for the test");
		}).says(() -> SafeEncoder.encode("role:slave\r\nslave_repl_offset:1\r\n"));
		await().until(() -> {
			this.watch.round();
			return report(this.r) != null;
		});
	}

	@Test
	void aNodeThatCannotBeDialledIsSuspected() {
		this.time.running();
		this.r.dialsFail(() -> new JedisConnectionException("timed out"));
		this.watch.round();
		await().until(() -> this.pools.pool(this.r.endpoint()).isSuspected());
	}

	/** Their probes wait elsewhere. */
	@Test
	void nodesThatDoNotAnswerKeepNobodyFromAskingTheOthers() {
		CountDownLatch end = new CountDownLatch(1);
		PoolThreads shared = new PoolThreads(Thread::new);
		try (NodePools others = new NodePools(this.dialer, TestSettings.defaults(), this.time, shared,
				(endpoint, trusted) -> {
				})) {
			for (int i = 0; i < 16; i++) {
				FakeNode dead = this.dialer.node("dead-" + i, 6379);
				dead.dialsFail(() -> {
					awaitEnd(end);
					return new JedisConnectionException("timed out");
				});
				others.pool(dead.endpoint()).suspect("for the test");
				await().until(() -> dead.dials() == 1);
			}
			this.r.says(() -> SafeEncoder.encode("role:slave\r\nslave_repl_offset:1\r\n"));
			this.watch = new ReplicationWatch(this.pools, this.time, shared);
			this.watch.round();
			await().until(() -> report(this.r) != null);
		}
		finally {
			end.countDown();
		}
	}

	private static void awaitEnd(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void withoutAnAnswerTheLastReportGrowsOld() {
		long before = this.time.getAsLong();
		this.r.says(() -> SafeEncoder.encode("role:slave\r\nslave_repl_offset:1\r\n"))
			.fails(() -> new JedisDataException("LOADING Redis is loading the dataset in memory"))
			.fails(() -> new JedisConnectionException("Read timed out"));
		this.watch.round();
		await().until(() -> report(this.r) != null);
		for (int received = 2; received <= 3; received++) {
			int expected = received;
			this.time.advance(Duration.ofMillis(500));
			this.watch.round();
			await().until(() -> this.r.received().size() >= expected && this.r.exchanges() == 0);
		}
		assertThat(report(this.r).askedAt()).isEqualTo(before);
		await("connections to be given back").until(() -> this.pools.pool(this.r.endpoint()).active() == 0);
	}

	@Test
	void aNodeThatIsGoneIsForgotten() {
		this.r.says(() -> SafeEncoder.encode("role:slave\r\nslave_repl_offset:1\r\n"));
		this.watch.round();
		await().until(() -> report(this.r) != null);
		NodePool pool = this.pools.pool(this.r.endpoint());
		publish(new Shard(node("p", this.p.endpoint()), List.of(), List.of(slots(0, 16383))));
		await().until(() -> {
			this.watch.round();
			return this.watch.report(pool) == null;
		});
	}

	@Test
	void aRefusalIsLoggedOnce() {
		this.p.alwaysSays("INFO", "role:master\r\nmaster_repl_offset:30\r\n");
		this.r.fails(() -> new JedisDataException("NOPERM this user has no permissions"))
			.fails(() -> new JedisDataException("NOPERM this user has no permissions"));
		await().until(() -> {
			this.watch.round();
			return this.r.received().size() > 2;
		});
		assertThat(this.lines.get()).filteredOn((line) -> line.contains("r:6379"))
			.containsExactly("WARN r:6379 refuses READONLY or INFO replication: NOPERM this user has no permissions. "
					+ "Its shard is read from the primary");
	}

	private @Nullable NodeReport report(FakeNode node) {
		return this.watch.report(this.pools.pool(node.endpoint()));
	}

	private void publish(Shard... shards) {
		Topology before = this.pools.routes().topology();
		this.pools
			.topologyChanged(TestTopologies.change(before, TestTopologies.topology(before.version() + 1, shards)));
	}

}
