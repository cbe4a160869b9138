package io.github.jedistopology.internal.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.Topology;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link NodePools} and {@link Routes}.
 */
@Timeout(60)
class NodePoolsTests {

	private static final HostAndPort A = new HostAndPort("a", 7001);

	private static final HostAndPort B = new HostAndPort("b", 7002);

	private static final HostAndPort C = new HostAndPort("c", 7003);

	private final VirtualTime time = new VirtualTime();

	private final FakeDialer dialer = new FakeDialer();

	private final PoolThreads threads = new PoolThreads(Thread::new);

	private final List<String> trust = new CopyOnWriteArrayList<>();

	private final NodePools pools = pools(TestSettings.defaults(), this.threads);

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void hasNoRoutesInTheBeginning() {
		assertThat(this.pools.routes().primary(0)).isNull();
		assertThat(this.pools.routes().anyPrimary(() -> 0)).isNull();
		assertThat(this.pools.routes().primaries()).isEmpty();
	}

	@Test
	void routesEachSlotToItsPrimary() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 20), slots(30, 30)));
		assertThat(endpoint(this.pools.routes().primary(0))).isEqualTo(A);
		assertThat(endpoint(this.pools.routes().primary(11))).isEqualTo(B);
		assertThat(endpoint(this.pools.routes().primary(30))).isEqualTo(B);
		assertThat(this.pools.routes().primary(29)).isNull();
	}

	@Test
	void dialsNewPrimariesAheadAndNobodyElse() {
		ClusterNode replica = new ClusterNode("2", B, null, NodeRole.REPLICA, NodeHealth.ONLINE);
		publish(new Shard(node("1", A), List.of(replica), List.of(slots(0, 10))));
		await().until(() -> this.pools.pool(A).idle() == 1);
		publish(new Shard(node("1", A), List.of(replica), List.of(slots(0, 10))), shard(node("3", C), slots(11, 11)));
		await().until(() -> this.pools.pool(C).idle() == 1);
		assertThat(this.dialer.dials()).extracting(Dialer.Dial::endpoint).containsExactly(A, C);
	}

	@Test
	void dialsAPrimaryAheadThatJoinsWithoutSlots() {
		publish(shard(node("1", A), slots(0, 10)));
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B)));
		await().until(() -> this.pools.pool(B).idle() == 1);
	}

	/** It may be about to be removed, or have been removed (rule 4 of the design). */
	@Test
	void doesNotDialAPrimaryAheadThatHasNoSlotsAnyMoreOrNobodyKnowsSinceWhen() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B)), shard(node("3", C), slots(11, 11)));
		await().until(() -> this.pools.pool(C).idle() == 1);
		publish(shard(node("1", A), slots(0, 11)), shard(node("2", B)), shard(node("3", C)));
		awaitOtherThreads();
		assertThat(this.dialer.node(B).dials()).isZero();
		assertThat(this.dialer.node(C).dials()).isEqualTo(1);
		await().until(() -> this.dialer.node(C).open() == 0);
	}

	@Test
	void aNodeThatDoesNotAnswerWhenItIsDialledAheadHoldsNobodyUp() {
		AtomicBoolean go = new AtomicBoolean();
		this.dialer.node(A).dialsFail(() -> {
			await().untilTrue(go);
			return new JedisConnectionException("refused");
		});
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 11)));
		await().until(() -> this.pools.pool(B).idle() == 1);
		assertThat(this.trust).isEmpty();
		go.set(true);
		await().until(() -> this.trust.equals(List.of("suspected a:7001")));
	}

	@Test
	void anyPrimaryIsOneThatServesSlots() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("0", B)), shard(node("3", C), slots(11, 11)));
		assertThat(this.pools.routes().primaries()).extracting(NodePool::endpoint).containsExactly(A, C);
		for (long bits : new long[] { 0, 1L << 33, 1L << 63, -1, Long.MAX_VALUE }) {
			assertThat(endpoint(this.pools.routes().anyPrimary(() -> bits))).isIn(A, C);
		}
	}

	@Test
	void listsReplicasOfServingShardsAmongTheNodes() {
		ClusterNode replica = new ClusterNode("2", B, null, NodeRole.REPLICA, NodeHealth.ONLINE);
		publish(new Shard(node("1", A), List.of(replica), List.of(slots(0, 10))), shard(node("3", C)));
		assertThat(this.pools.routes().nodes()).extracting(NodePool::endpoint).containsExactly(A, B);
	}

	@Test
	void keepsThePoolOfANodeThatStays() {
		publish(shard(node("1", A), slots(0, 10)));
		NodePool pool = this.pools.routes().primary(0);
		publish(shard(node("1", A), slots(0, 5)), shard(node("2", B), slots(6, 10)));
		assertThat(this.pools.routes().primary(0)).isSameAs(pool);
	}

	@Test
	void retiresThePoolOfANodeThatIsGoneAndClosesWhatIsFree() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 11)));
		NodePool gone = this.pools.pool(B);
		NodeConnection lent = borrow(gone);
		gone.giveBack(borrow(gone));
		publish(shard(node("1", A), slots(0, 11)));
		assertRetired(gone);
		await().until(() -> gone.idle() == 0 && this.dialer.node(B).open() == 1);
		gone.giveBack(lent);
		assertThat(this.dialer.node(B).open()).isZero();
	}

	@Test
	void retiresThePoolOfANodeThatHasGivenItsLastSlotAwayButReachesItStill() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 11)));
		NodePool drained = this.pools.pool(B);
		publish(shard(node("1", A), slots(0, 11)), shard(node("2", B)));
		assertRetired(drained);
		assertThat(this.pools.pool(B)).isNotSameAs(drained);
		borrow(this.pools.pool(B));
	}

	@Test
	void anotherNodeAtTheSameAddressHasAPoolOfItsOwn() {
		publish(shard(node("1", A), slots(0, 10)));
		NodePool pool = this.pools.pool(A);
		publish(shard(node("2", A), slots(0, 10)));
		assertRetired(pool);
		assertThat(this.pools.routes().primary(0)).isNotSameAs(pool);
	}

	@Test
	void twoNodeIdsAtOneAddressShareAPoolForAsLongAsTheyAreThere() {
		Shard first = shard(node("1", A), slots(0, 10));
		Shard second = shard(node("2", A), slots(11, 20));
		publish(first, second);
		NodePool pool = this.pools.pool(A);
		publish(first, second, shard(node("3", B)));
		assertThat(this.pools.pool(A)).isSameAs(pool);
		publish(second, shard(node("3", B)));
		assertRetired(pool);
	}

	@Test
	void aNodeThatARedirectionNamedFirstKeepsItsPoolWhenItsIdIsLearned() {
		publish(shard(ClusterNode.unidentified(A), slots(0, 10)));
		NodePool pool = this.pools.pool(A);
		publish(shard(node("1", A), slots(0, 10)));
		assertThat(this.pools.routes().primary(0)).isSameAs(pool);
		borrow(pool);
	}

	@Test
	void aFormerPrimaryThatIsAReplicaNowKeepsItsPool() {
		publish(shard(node("1", A), slots(0, 10)));
		NodePool pool = this.pools.pool(A);
		publish(new Shard(node("2", B), List.of(node("1", A).withRole(NodeRole.REPLICA)), List.of(slots(0, 10))));
		assertThat(this.pools.pool(A)).isSameAs(pool);
		borrow(pool);
	}

	@Test
	void knowsANodeByItsIpAddressToo() {
		publish(shard(new ClusterNode("1", A, "10.0.0.1", NodeRole.PRIMARY, NodeHealth.ONLINE), slots(0, 10)));
		assertThat(this.pools.pool(new HostAndPort("10.0.0.1", 7001))).isSameAs(this.pools.pool(A));
		assertThat(this.pools.pool(new HostAndPort("10.0.0.1", 7002))).isNotSameAs(this.pools.pool(A));
	}

	@Test
	void aRedirectionsPoolIsTakenOverByATopology() {
		NodePool pool = this.pools.pool(A);
		publish(shard(node("1", A), slots(0, 10)));
		assertThat(this.pools.routes().primary(0)).isSameAs(pool);
	}

	@Test
	void aRedirectionsPoolThatNoTopologyTookOverIsForgottenAndRetired() {
		ClusterSettings settings = TestSettings.of(null, null, Timeouts.DEFAULTS,
				new PoolSettings(4, Duration.ofSeconds(1), Duration.ofMillis(40)), HostResolver.SYSTEM);
		try (NodePools shortLived = pools(settings, new PoolThreads(Thread::new))) {
			NodePool pool = shortLived.pool(A);
			NodeConnection connection = borrow(pool);
			pool.giveBack(connection);
			this.time.advance(Duration.ofMillis(41));
			await().until(() -> shortLived.pool(A) != pool);
			assertRetired(pool);
			assertThat(this.dialer.node(A).open()).isZero();
		}
	}

	/**
	 * While the background forgets pools, redirections bring them and topologies take
	 * them over: no route may ever lead to a retired pool.
	 */
	@Test
	void noRouteLeadsToAForgottenPool() {
		ClusterSettings settings = TestSettings.of(null, null, Timeouts.DEFAULTS,
				new PoolSettings(4, Duration.ofSeconds(1), Duration.ofMillis(1)), HostResolver.SYSTEM);
		try (NodePools busy = pools(settings, new PoolThreads(Thread::new))) {
			CompletableFuture<Void> forgetting = CompletableFuture.runAsync(() -> {
				while (!busy.isClosed()) {
					busy.closeOld();
				}
			});
			Topology empty = busy.routes().topology();
			Topology full = TestTopologies.topology(1, shard(node("1", A), slots(0, 10)));
			for (int i = 0; i < 5_000; i++) {
				busy.pool(A);
				busy.topologyChanged(TestTopologies.change(empty, full));
				NodePool routed = busy.routes().primary(0);
				routed.giveBack(borrow(routed));
				busy.topologyChanged(TestTopologies.change(full, empty));
			}
			busy.close();
			assertThat(forgetting).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void aChangeWakesThoseWhoWaitForIt() throws Exception {
		Routes seen = this.pools.routes();
		CompletableFuture<Void> waiter = CompletableFuture.runAsync(() -> awaitChange(seen));
		publish(shard(node("1", A), slots(0, 10)));
		waiter.get(10, TimeUnit.SECONDS);
	}

	@Test
	void closingWakesThoseWhoWaitForAChange() throws Exception {
		Routes seen = this.pools.routes();
		CompletableFuture<Void> waiter = CompletableFuture.runAsync(() -> awaitChange(seen));
		this.pools.close();
		waiter.get(10, TimeUnit.SECONDS);
		assertThat(this.pools.isClosed()).isTrue();
	}

	@Test
	void waitsNoLongerThanTold() throws Exception {
		Routes seen = this.pools.routes();
		this.pools.awaitWhile(() -> true, Duration.ofMillis(5));
		this.pools.awaitWhile(() -> true, Duration.ofMillis(-5));
		assertThat(this.pools.routes()).isSameAs(seen);
	}

	@Test
	void aNodeThatDoesNotAnswerIsSuspectedUntilItDoes() {
		this.dialer.node(A).dialsFail(() -> new JedisConnectionException("refused"));
		publish(shard(node("1", A), slots(0, 10)));
		NodePool pool = this.pools.pool(A);
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
		await().until(() -> this.trust.equals(List.of("suspected a:7001")));
		await().until(() -> this.dialer.node(A).dials() > 2);
		assertThat(this.trust).containsExactly("suspected a:7001");
		assertThat(pool.isSuspected()).isTrue();
		assertThat(this.pools.states(PoolUse.COMMANDS))
			.containsExactly(new PoolState(A, PoolUse.COMMANDS, 0, 0, 0, "refused"));
		CompletableFuture<Void> waiter = CompletableFuture.runAsync(() -> awaitWhile(pool::isSuspected));
		this.dialer.node(A).dialsFail(null);
		assertThat(waiter).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.trust).containsExactly("suspected a:7001", "trusted a:7001");
		assertThat(this.dialer.node(A).received()).containsExactly("PING");
		await().until(() -> this.dialer.node(A).open() == 0);
		borrow(pool);
		assertThat(this.pools.states(A, PoolUse.READS)).containsExactly(new PoolState(A, PoolUse.READS, 1, 0, 0, null));
		assertThat(this.pools.states(B, PoolUse.READS)).isEmpty();
	}

	/** Rule 4 of the design: no dial, and no look-up, of a node that was removed. */
	@Test
	void aNodeThatIsGoneIsNeitherSuspectedNorProbed() {
		publish(shard(node("1", A), slots(0, 10)));
		await().until(() -> this.pools.pool(A).idle() == 1);
		NodePool gone = this.pools.pool(A);
		List<NodeConnection> late = List.of(borrow(gone), borrow(gone));
		int dials = this.dialer.node(A).dials();
		publish();
		late.forEach((connection) -> gone.end(connection, false));
		gone.suspect("for the test");
		awaitOtherThreads();
		assertThat(this.trust).isEmpty();
		assertThat(this.dialer.node(A).dials()).isEqualTo(dials);
	}

	@Test
	void aNodeThatCannotBeDialledThoughItsConnectionsWorkGoesOn() {
		publish(shard(node("1", A), slots(0, 10)));
		await().until(() -> this.pools.pool(A).idle() == 1);
		NodePool pool = this.pools.pool(A);
		NodeConnection lent = borrow(pool);
		this.dialer.node(A).dialsFail(() -> new JedisConnectionException("refused"));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
		pool.giveBack(lent);
		await().until(() -> this.dialer.node(A).received().contains("PING"));
		NodeConnection again = borrow(pool);
		assertThat(again).isSameAs(lent);
		this.dialer.node(A).dialsFail(null);
		borrow(pool);
		assertThat(this.trust).isEmpty();
	}

	@Test
	void aListenerThatFailsKeepsNobodyFromANodeThatAnswersAgain() {
		try (NodePools listenedTo = new NodePools(this.dialer, TestSettings.defaults(), this.time,
				new PoolThreads(Thread::new), (endpoint, trusted) -> {
					this.trust.add(Boolean.toString(trusted));
					throw new OutOfMemoryError("for the test");
				})) {
			NodePool pool = listenedTo.pool(A);
			pool.suspect("for the test");
			await().until(() -> !pool.isSuspected());
			await().until(() -> this.trust.equals(List.of("false", "true")));
		}
	}

	@Test
	void connectionsThatAreHeldForLongShowByThemselves() {
		NodePool pool = this.pools.pool(A);
		NodePool blocking = pool.lane(Lane.BLOCKING);
		NodeConnection waiting = borrow(blocking);
		blocking.giveBack(borrow(blocking));
		borrow(pool.lane(Lane.SUBSCRIPTIONS));
		assertThat(this.pools.states(PoolUse.COMMANDS)).containsExactlyInAnyOrder(
				new PoolState(A, PoolUse.COMMANDS, 0, 0, 0, null), new PoolState(A, PoolUse.BLOCKING, 1, 1, 0, null),
				new PoolState(A, PoolUse.SUBSCRIPTIONS, 1, 0, 0, null));
		blocking.giveBack(waiting);
		assertThat(this.pools.states(A, PoolUse.COMMANDS)).contains(new PoolState(A, PoolUse.BLOCKING, 0, 2, 0, null));
	}

	@Test
	void anotherThreadDealsWithASuspicionThanTheOneThatFoundItOut() {
		AtomicBoolean go = new AtomicBoolean();
		this.threads.runQuick(() -> await().untilTrue(go));
		this.dialer.node(A).dialsFail(() -> new JedisConnectionException("refused"));
		publish(shard(node("1", A), slots(0, 10)));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(this.pools.pool(A)));
		assertThat(this.trust).isEmpty();
		go.set(true);
		await().until(() -> this.trust.equals(List.of("suspected a:7001")));
	}

	@Test
	void aSilentNodeIsAskedBeforeItIsSuspected() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 20)));
		this.dialer.node(B).fails(() -> new JedisConnectionException("Read timed out"));
		List.of(A, B).forEach((node) -> {
			NodePool pool = this.pools.pool(node);
			pool.begin(borrow(pool), this.time.in(Duration.ofMinutes(1)), false);
		});
		this.time.advance(TestSettings.defaults().suspicion().silence().plusNanos(1));
		await().until(() -> {
			this.time.advance(TestSettings.defaults().suspicion().silence());
			return this.trust.contains("suspected b:7002");
		});
		await().until(() -> this.dialer.node(A).received().contains("PING"));
		assertThat(this.pools.pool(A).isSuspected()).isFalse();
		assertThat(this.trust).noneMatch((entry) -> entry.contains("a:7001"));
	}

	@Test
	void connectionsThatNobodyHasUsedForLongAreKeptAlive() {
		publish(shard(node("1", A), slots(0, 10)));
		await().until(() -> this.pools.pool(A).idle() == 1);
		this.pools.keepAlive();
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.pools.keepAlive();
		await().until(() -> this.dialer.node(A).received().contains("PING"));
		assertThat(this.dialer.node(A).received()).hasSize(1);
	}

	@Test
	void aPrimaryThatTheClusterCallsFailedIsSuspected() {
		ClusterNode failed = new ClusterNode("1", A, null, NodeRole.PRIMARY, NodeHealth.FAILED);
		this.dialer.node(A).dialsFail(() -> new JedisConnectionException("refused"));
		publish(shard(failed, slots(0, 10)));
		await().until(() -> this.pools.pool(A).isSuspected());
		assertThatExceptionOfType(NodeSuspectedException.class).isThrownBy(() -> borrow(this.pools.pool(A)))
			.withMessage("a:7001 does not answer: the cluster has marked it as failed");
	}

	@Test
	void aNodeThatIsToBeRenewedGetsAnotherPoolUnlessItsPoolIsNew() {
		publish(shard(node("1", A), slots(0, 10)));
		NodePool pool = this.pools.pool(A);
		pool.giveBack(borrow(pool));
		this.pools.renew(pool);
		assertThat(this.pools.pool(A)).isSameAs(pool);
		this.time.advance(Duration.ofSeconds(1));
		this.pools.renew(pool);
		assertRetired(pool);
		await().until(() -> this.dialer.node(A).open() == 0);
		assertThat(this.pools.routes().primary(0)).isNotSameAs(pool).isSameAs(this.pools.pool(A));
	}

	/** The right ones go on; nobody said anything against them. */
	@Test
	void connectionsToWhereANameLedForAWhileAreGivenUpWhenTheyAreDoubted() throws Exception {
		publish(shard(node("1", A), slots(0, 10)));
		NodePool pool = this.pools.pool(A);
		NodeConnection right = borrow(pool);
		InetAddress home = this.dialer.node(A).address();
		this.dialer.node(A).livesAt(InetAddress.getByName("127.0.0.9"));
		NodeConnection wrong = borrow(pool);
		NodeConnection alsoWrong = borrow(pool);
		wrong.doubt();
		this.pools.lookDoubtfulNodesUp();
		assertThat(List.of(right, wrong, alsoWrong)).as("the name leads there").allMatch(NodeConnection::isUsable);
		this.dialer.node(A).livesAt(home);
		this.pools.lookDoubtfulNodesUp();
		assertThat(wrong.isUsable()).as("nobody doubts it any more").isTrue();
		wrong.doubt();
		this.pools.lookDoubtfulNodesUp();
		assertThat(right.isUsable()).isTrue();
		assertThat(List.of(wrong, alsoWrong)).noneMatch(NodeConnection::isUsable);
		assertThat(wrong.jedis().isConnected()).as("what is under way finishes").isTrue();
		pool.giveBack(wrong);
		assertThat(wrong.jedis().isConnected()).isFalse();
	}

	@Test
	void aNodeThatNobodyDoubtsOrThatHasNoNameAnyMoreKeepsItsConnections() {
		publish(shard(node("1", A), slots(0, 10)));
		NodeConnection connection = borrow(this.pools.pool(A));
		this.dialer.node(A).livesAt(null);
		this.pools.lookDoubtfulNodesUp();
		assertThat(this.dialer.lookUps()).isEmpty();
		connection.doubt();
		this.pools.lookDoubtfulNodesUp();
		assertThat(this.dialer.lookUps()).containsExactly("a");
		assertThat(connection.isUsable()).isTrue();
	}

	@Test
	void newConnectionsForAllHurtNothingThatIsInFlight() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 20)));
		await().until(() -> this.pools.pool(A).idle() == 1 && this.pools.pool(B).idle() == 1);
		NodePool pool = this.pools.pool(A);
		NodeConnection lent = borrow(pool);
		this.pools.renewAll();
		await().until(() -> !lent.isUsable() && this.dialer.dials().size() == 3);
		assertThat(this.dialer.dials()).extracting(Dialer.Dial::endpoint)
			.as("ahead")
			.containsExactlyInAnyOrder(A, B, B);
		assertThat(this.pools.routes().primary(0)).isSameAs(pool);
		assertThat(lent.jedis().isConnected()).isTrue();
		pool.giveBack(lent);
		assertThat(lent.jedis().isConnected()).isFalse();
		await().until(() -> this.dialer.node(A).open() == 0 && this.dialer.node(B).open() == 1);
	}

	@Test
	void closingClosesWhatIsFreeAndLendsNoMore() {
		publish(shard(node("1", A), slots(0, 10)));
		NodePool pool = this.pools.pool(A);
		NodeConnection lent = borrow(pool);
		pool.giveBack(borrow(pool));
		this.pools.close();
		this.pools.close();
		await().until(() -> this.dialer.node(A).open() == 1);
		pool.giveBack(lent);
		assertThat(this.dialer.node(A).open()).isZero();
		assertRetired(pool);
		assertRetired(this.pools.pool(B));
	}

	@Test
	void closingClosesWhatJustRetiredPoolsHadFree() {
		AtomicBoolean go = new AtomicBoolean();
		this.threads.runQuick(() -> await().untilTrue(go));
		publish(shard(node("1", A), slots(0, 10)));
		this.pools.pool(A).giveBack(borrow(this.pools.pool(A)));
		publish();
		this.pools.close();
		assertThat(this.dialer.node(A).open()).isPositive();
		go.set(true);
		await().until(() -> this.dialer.node(A).open() == 0);
	}

	/** What they were given before is done, as far as it needs no node's answer. */
	private void awaitOtherThreads() {
		AtomicInteger done = new AtomicInteger();
		this.threads.runQuick(() -> IntStream.range(0, 100).forEach((i) -> {
			this.threads.runPatient(done::incrementAndGet);
			this.threads.runProbe(done::incrementAndGet);
		}));
		await().until(() -> done.get() == 200);
	}

	private NodePools pools(ClusterSettings settings, PoolThreads threads) {
		return new NodePools(this.dialer, settings, this.time, threads,
				(endpoint, trusted) -> this.trust.add((trusted ? "trusted " : "suspected ") + endpoint));
	}

	private void publish(Shard... shards) {
		Topology before = this.pools.routes().topology();
		this.pools
			.topologyChanged(TestTopologies.change(before, TestTopologies.topology(before.version() + 1, shards)));
	}

	private void awaitChange(Routes seen) {
		awaitWhile(() -> this.pools.routes() == seen);
	}

	private void awaitWhile(BooleanSupplier awaiting) {
		try {
			this.pools.awaitWhile(awaiting, Duration.ofSeconds(30));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private NodeConnection borrow(NodePool pool) {
		return pool.borrow(this.time.in(Duration.ofSeconds(30)));
	}

	private void assertRetired(NodePool pool) {
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
			.withMessageEndingWith("is retired");
	}

	private static HostAndPort endpoint(NodePool pool) {
		assertThat(pool).isNotNull();
		return pool.endpoint();
	}

}
