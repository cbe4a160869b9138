package io.github.jedistopology.internal.connection;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.FakeNode.FakeConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link NodePool}.
 */
@Timeout(60)
class NodePoolTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final VirtualTime time = new VirtualTime();

	private final FakeDialer dialer = new FakeDialer();

	private final FakeNode node = this.dialer.node("node", 6379);

	private Doubts doubts = new Doubts();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void dialsOnlyWhenSomebodyBorrowsAndNothingIsFree() {
		NodePool pool = pool(4);
		assertThat(this.node.dials()).isZero();
		NodeConnection first = borrow(pool);
		NodeConnection second = borrow(pool);
		pool.giveBack(first);
		assertThat(borrow(pool)).isSameAs(first).isNotSameAs(second);
		assertThat(this.node.dials()).isEqualTo(2);
	}

	@Test
	void lendsTheConnectionThatWasUsedLast() {
		NodePool pool = pool(4);
		NodeConnection first = borrow(pool);
		NodeConnection second = borrow(pool);
		pool.giveBack(first);
		pool.giveBack(second);
		assertThat(borrow(pool)).isSameAs(second);
	}

	@Test
	void lendsAConnectionThatMayLeadToSomebodyElseLast() {
		NodePool pool = pool(4);
		NodeConnection first = borrow(pool);
		NodeConnection doubted = borrow(pool);
		doubted.doubt();
		pool.giveBack(first);
		pool.giveBack(doubted);
		assertThat(borrow(pool)).isSameAs(first);
		assertThat(borrow(pool)).isSameAs(doubted);
	}

	@Test
	void whoHoldsOthersGetsOnlyWhatIsFree() {
		NodePool pool = pool(4);
		assertThat(pool.tryBorrow(this.time.getAsLong())).isNull();
		assertThat(this.node.dials()).isZero();
		NodeConnection connection = borrow(pool);
		assertThat(pool.tryBorrow(this.time.getAsLong())).as("all are lent").isNull();
		pool.giveBack(connection);
		assertThat(pool.tryBorrow(this.time.getAsLong())).isSameAs(connection);
		assertThat(pool.active()).isEqualTo(1);
		pool.giveBack(connection);
		this.time.advance(Duration.ofSeconds(2));
		this.node.closesInSilence();
		assertThat(pool.tryBorrow(this.time.getAsLong())).as("closed by the node").isNull();
		assertThat(this.node.open()).isZero();
		pool.giveBack(borrow(pool));
		pool.suspect("no answer");
		assertThat(pool.tryBorrow(this.time.getAsLong())).as("suspected").isNull();
		pool.retire();
		assertThat(pool.tryBorrow(this.time.getAsLong())).as("retired").isNull();
		assertThat(pool.active()).isZero();
	}

	@Test
	void countsWhatIsLentAndWhatIsFree() {
		NodePool pool = pool(4);
		NodeConnection first = borrow(pool);
		borrow(pool);
		assertThat(pool.active()).isEqualTo(2);
		assertThat(pool.idle()).isZero();
		pool.giveBack(first);
		assertThat(pool.active()).isEqualTo(1);
		assertThat(pool.idle()).isEqualTo(1);
		pool.retire();
		pool.closeIdle();
		assertThat(pool.active()).isEqualTo(1);
		assertThat(pool.idle()).isZero();
	}

	// lanes

	@Test
	void aLaneTakesNoConnectionFromThePool() {
		NodePool pool = pool(1);
		NodePool lane = pool.lane(Lane.BLOCKING);
		NodeConnection waiting = borrow(lane);
		assertThat(borrow(pool)).isNotSameAs(waiting);
		assertThat(pool.lane(Lane.BLOCKING)).isSameAs(lane);
		assertThat(pool.lane(Lane.SUBSCRIPTIONS)).isNotSameAs(lane);
		lane.giveBack(waiting);
		assertThat(borrow(lane)).isSameAs(waiting);
	}

	@Test
	void aLaneIsBoundedAndSaysSo() {
		NodePool pool = pool(TestSettings.of(null, null, Timeouts.DEFAULTS,
				new PoolSettings(8, Duration.ofMillis(1), LONG, 1), HostResolver.SYSTEM));
		borrow(pool.lane(Lane.BLOCKING));
		assertThatExceptionOfType(PoolExhaustedException.class).isThrownBy(() -> borrow(pool.lane(Lane.BLOCKING)))
			.withMessage("all 1 connections for blocking commands to node:6379 are in use");
	}

	@Test
	void aLaneTrustsTheNodeAsThePoolDoes() {
		NodePool pool = pool(1);
		NodePool lane = pool.lane(Lane.BLOCKING);
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(lane));
		assertThat(this.doubts.suspected()).containsExactly(pool);
		assertThat(pool.isSuspected()).isTrue();
		pool.trust();
		assertThat(lane.isSuspected()).isFalse();
	}

	@Test
	void aLaneEndsWithThePool() {
		NodePool pool = pool(1);
		NodePool lane = pool.lane(Lane.BLOCKING);
		NodeConnection waiting = borrow(lane);
		pool.retire();
		assertThat(waiting.isUsable()).as("what is under way").isTrue();
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(lane));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool.lane(Lane.SUBSCRIPTIONS)));
		lane.giveBack(waiting);
		assertThat(this.node.open()).isZero();
	}

	@Test
	void knowsWhenNobodyButWaitersWouldMissTheNode() {
		NodePool pool = pool(1);
		assertThat(pool.isOnlyWaitedAt()).isFalse();
		borrow(pool.lane(Lane.BLOCKING));
		assertThat(pool.isOnlyWaitedAt()).isTrue();
		borrow(pool);
		assertThat(pool.isOnlyWaitedAt()).isFalse();
	}

	@Test
	void closesABrokenConnection() {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		connection.jedis().setBroken();
		pool.giveBack(connection);
		assertThat(this.node.open()).isZero();
		assertThat(pool.idle()).isZero();
		assertThat(borrow(pool)).isNotSameAs(connection);
	}

	@Test
	void doesNotLendAFreeConnectionThatIsClosed() {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		pool.giveBack(connection);
		((FakeConnection) connection.jedis()).drop();
		assertThat(borrow(pool)).isNotSameAs(connection);
		assertThat(pool.active()).isEqualTo(1);
	}

	// connections that the node closed while they were free

	@Test
	void aConnectionThatWasFreeForASecondIsTrusted() {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		pool.giveBack(connection);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(borrow(pool)).isSameAs(connection);
		assertThat(this.node.checks()).isZero();
	}

	@Test
	void aConnectionThatWasFreeForLongerIsLookedAtFirst() {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		pool.giveBack(connection);
		this.time.advance(Duration.ofSeconds(1).plusNanos(1));
		assertThat(borrow(pool)).isSameAs(connection);
		assertThat(this.node.checks()).isEqualTo(1);
		pool.giveBack(connection);
		assertThat(borrow(pool)).isSameAs(connection);
		assertThat(this.node.checks()).as("it is fresh again").isEqualTo(1);
	}

	@Test
	void aConnectionThatWasLentForLongIsLookedAtFirst() {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		this.time.advance(Duration.ofSeconds(1).plusNanos(1));
		pool.giveBack(connection);
		assertThat(borrow(pool)).isSameAs(connection);
		assertThat(this.node.checks()).isEqualTo(1);
	}

	@Test
	void aTryThatHadToWaitForItsConnectionHasItsWholeTimeLeft() throws Exception {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		Future<NodeConnection> waiting = this.threads.submit(() -> borrow(pool));
		awaitWaiters(pool, 1);
		this.time.advance(Duration.ofSeconds(3));
		pool.giveBack(connection);
		pool.begin(waiting.get(20, TimeUnit.SECONDS), this.time.in(LONG), false);
		assertThat(this.node.deadlines()).containsExactly(this.time.in(TestSettings.defaults().timeouts().command()));
	}

	@Test
	void aFreeConnectionThatTheNodeClosedIsNotLent() {
		NodePool pool = pool(2);
		List<NodeConnection> closed = List.of(borrow(pool), borrow(pool));
		closed.forEach(pool::giveBack);
		this.node.closesInSilence();
		this.time.advance(Duration.ofSeconds(1).plusNanos(1));
		assertThat(borrow(pool)).isNotIn(closed);
		assertThat(this.node.checks()).isEqualTo(2);
		assertThat(this.node.open()).isEqualTo(1);
		assertThat(pool.active()).isEqualTo(1);
		assertThat(pool.idle()).isZero();
		assertThat(this.node.dials()).isEqualTo(3);
	}

	@Test
	void afterOneConnectionBrokeThoseThatAreFreeAreLookedAtAtOnce() {
		NodePool pool = pool(4);
		NodeConnection breaking = borrow(pool);
		List<NodeConnection> closed = List.of(borrow(pool), borrow(pool));
		closed.forEach(pool::giveBack);
		this.node.closesInSilence();
		breaking.jedis().setBroken();
		pool.giveBack(breaking);
		assertThat(borrow(pool)).isNotIn(closed);
		assertThat(this.node.checks()).isEqualTo(2);
		assertThat(this.node.open()).isEqualTo(1);
	}

	@Test
	void afterADialFailedThoseThatAreFreeAreLookedAtAtOnce() {
		NodePool pool = pool(4);
		NodeConnection first = borrow(pool);
		NodeConnection second = borrow(pool);
		pool.giveBack(first);
		NodeConnection lent = borrow(pool);
		this.node.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
		pool.giveBack(lent);
		this.node.closesInSilence();
		this.node.dialsFail(null);
		pool.trust();
		assertThat(borrow(pool)).isNotIn(first, second);
		assertThat(this.node.checks()).isEqualTo(1);
	}

	@Test
	void aConnectionThatWasLentAfterTheLastFailureIsTrusted() {
		NodePool pool = pool(4);
		NodeConnection breaking = borrow(pool);
		breaking.jedis().setBroken();
		pool.giveBack(breaking);
		this.time.advance(Duration.ofNanos(1));
		NodeConnection working = borrow(pool);
		pool.giveBack(working);
		assertThat(borrow(pool)).isSameAs(working);
		assertThat(this.node.checks()).isZero();
	}

	@Test
	void aPoolWhoseConnectionsNeverBrokeTrustsThemFromTheFirstMoment() {
		NodePool pool = pool(1);
		pool.giveBack(borrow(pool));
		borrow(pool);
		assertThat(this.node.checks()).isZero();
	}

	// suspicion

	@Test
	void aNodeThatCannotBeDialledIsNotDialledAgain() {
		NodePool pool = pool(1);
		this.node.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
		assertThat(this.doubts.suspected()).containsExactly(pool);
		assertThat(pool.isSuspected()).isTrue();
		this.node.dialsFail(null);
		assertThatExceptionOfType(NodeSuspectedException.class).isThrownBy(() -> borrow(pool))
			.withMessage("node:6379 does not answer: connection refused");
		assertThat(this.node.dials()).isEqualTo(1);
		assertThat(pool.active()).isZero();
		assertThat(pool.trust()).isTrue();
		assertThat(pool.trust()).as("trusted already").isFalse();
		borrow(pool);
	}

	@Test
	void aNodeThatCannotBeDialledAheadIsSuspected() {
		this.time.running();
		NodePool pool = pool(1);
		this.node.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		pool.warm();
		assertThat(this.doubts.suspected()).containsExactly(pool);
	}

	@Test
	void aCallerWithTooLittleTimeForADialMakesNoSuspect() {
		NodePool pool = pool(1);
		this.node.dialsFail(() -> new JedisConnectionException("timed out"));
		Duration connect = TestSettings.defaults().timeouts().connect();
		assertThatExceptionOfType(NothingSentException.class)
			.isThrownBy(() -> pool.borrow(this.time.in(connect.minusNanos(1))));
		assertThat(this.doubts.suspected()).isEmpty();
	}

	@Test
	void aFailedDialMakesNoSuspectOfANodeThatHasOpenConnections() {
		NodePool pool = pool(4);
		NodeConnection open = borrow(pool);
		NodePool lane = pool.lane(Lane.BLOCKING);
		this.node.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(lane));
		assertThat(pool.isSuspected()).isFalse();
		assertThat(this.doubts.failedDials()).containsExactly("node:6379: connection refused",
				"node:6379: connection refused");
		pool.giveBack(open);
		assertThat(borrow(pool)).isSameAs(open);
		open.jedis().setBroken();
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(lane));
		assertThat(this.doubts.suspected()).as("none is open any more").containsExactly(pool);
	}

	@Test
	void afterFailedDialsOthersWaitForTheConnectionsThatAreOpen() throws Exception {
		NodePool pool = pool(64);
		NodeConnection open = borrow(pool);
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		for (int i = 0; i < Capacity.DIALS_AT_ONCE; i++) {
			assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
		}
		assertThat(pool.active()).isEqualTo(1);
		Future<NodeConnection> waiting = this.threads.submit(() -> borrow(pool));
		awaitWaiters(pool, 1);
		pool.giveBack(open);
		assertThat(waiting.get(10, TimeUnit.SECONDS)).isSameAs(open);
		Future<NodeConnection> dialling = this.threads.submit(() -> borrow(pool));
		awaitWaiters(pool, 1);
		assertThat(this.node.dials()).isEqualTo(1 + Capacity.DIALS_AT_ONCE);
		this.node.dialsFail(null);
		pool.dialAgain();
		assertThat(dialling.get(10, TimeUnit.SECONDS)).isNotSameAs(open);
		assertThat(pool.active()).isEqualTo(2);
	}

	@Test
	void aNodeThatHasAsManyClientsAsItWantsCouldNotBeDialled() {
		NodePool pool = pool(4);
		NodeConnection open = borrow(pool);
		this.node.dialsFail(() -> new JedisDataException("ERR max number of clients + cluster connections reached"));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
			.withMessage("node:6379: ERR max number of clients + cluster connections reached");
		assertThat(pool.isSuspected()).isFalse();
		pool.giveBack(open);
		assertThat(borrow(pool)).isSameAs(open);
	}

	@Test
	void aNodeThatLeavesTwoTriesInARowWithoutAReplyIsSuspected() {
		NodePool pool = pool(1);
		fail(pool);
		exchange(pool, true);
		fail(pool);
		assertThat(pool.isSuspected()).isFalse();
		fail(pool);
		assertThat(pool.isSuspected()).isTrue();
		assertThat(this.doubts.suspected()).containsExactly(pool);
		assertThatExceptionOfType(NodeSuspectedException.class).isThrownBy(() -> borrow(pool))
			.withMessage("node:6379 does not answer: 2 commands in a row had no reply");
	}

	@Test
	void aReplyFromBeforeDoesNotEndASuspicion() {
		NodePool pool = pool(2);
		NodeConnection late = borrow(pool);
		pool.suspect("for the test");
		pool.suspect("for the test");
		pool.end(late, true);
		pool.giveBack(late);
		assertThat(pool.isSuspected()).isTrue();
		assertThat(this.doubts.suspected()).as("told once").containsExactly(pool);
	}

	@Test
	void aRetiredPoolSaysSoThoughItsNodeIsSuspected() {
		NodePool pool = pool(1);
		pool.suspect("for the test");
		pool.retire();
		assertThat(pool.isSuspected()).isFalse();
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
			.withMessageEndingWith("is retired");
	}

	@Test
	void aNodeThatOwesAReplyForTooLongIsSilent() {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		Duration silence = TestSettings.defaults().suspicion().silence();
		pool.begin(connection, this.time.in(LONG), false);
		this.time.advance(silence);
		assertThat(pool.isSilent()).isFalse();
		this.time.advance(Duration.ofNanos(1));
		assertThat(pool.isSilent()).isTrue();
		pool.end(connection, true);
		assertThat(pool.isSilent()).isFalse();
	}

	@Test
	void aNodeOnWhichACommandWaitsOnPurposeIsNotSilent() {
		NodePool pool = pool(1);
		pool.begin(borrow(pool), this.time.in(LONG), true);
		this.time.advance(LONG);
		assertThat(pool.isSilent()).isFalse();
	}

	@Test
	void abortingClosesWhatIsUnderWayAndNothingElse() {
		NodePool pool = pool(3);
		NodeConnection busy = borrow(pool);
		NodeConnection blocking = borrow(pool);
		NodeConnection free = borrow(pool);
		pool.giveBack(free);
		pool.begin(busy, this.time.in(LONG), false);
		pool.begin(blocking, this.time.in(LONG), true);
		pool.abort();
		assertThat(busy.isUsable()).isFalse();
		assertThat(blocking.isUsable()).isTrue();
		assertThat(free.isUsable()).isTrue();
	}

	@Test
	void onlySoManyMayWait() {
		NodePool pool = pool(1);
		int most = TestSettings.defaults().suspicion().maxWaiting();
		for (int i = 0; i < most; i++) {
			assertThat(pool.join()).isTrue();
		}
		assertThat(pool.join()).isFalse();
		pool.leave();
		assertThat(pool.join()).isTrue();
		assertThat(pool.join()).isFalse();
	}

	private void fail(NodePool pool) {
		exchange(pool, false);
	}

	private void exchange(NodePool pool, boolean replied) {
		NodeConnection connection = borrow(pool);
		pool.begin(connection, this.time.in(LONG), false);
		pool.end(connection, replied);
		pool.giveBack(connection);
	}

	// exchanges

	@Test
	void aTryEndsWithTheCommandsTimeoutOrAtTheDeadline() {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		Duration timeout = TestSettings.defaults().timeouts().command();
		pool.begin(connection, this.time.in(timeout.plusNanos(1)), false);
		pool.begin(connection, this.time.in(timeout.minusNanos(1)), false);
		assertThat(this.node.deadlines()).containsExactly(this.time.in(timeout), this.time.in(timeout.minusNanos(1)));
	}

	@Test
	void saysWhyNothingWasSent() {
		JedisConnectionException failure = new JedisConnectionException("no", new SocketException("Broken pipe"));
		assertThat(pool(1).nothingSent(failure)).hasMessage("node:6379: broken pipe")
			.hasCause(failure)
			.satisfies((ex) -> assertThat(ex.trigger()).isEqualTo(Trigger.CONNECT_FAILED));
	}

	@Test
	void closesWhatNobodyHasUsedForTooLong() {
		ClusterSettings settings = TestSettings.pool(4, LONG);
		NodePool pool = pool(settings);
		List<NodeConnection> connections = List.of(borrow(pool), borrow(pool), borrow(pool));
		pool.giveBack(connections.get(0));
		pool.giveBack(connections.get(1));
		this.time.advance(settings.pool().maxIdleTime());
		pool.giveBack(connections.get(2));
		pool.giveBack(borrow(pool));
		pool.closeOld();
		assertThat(pool.idle()).isEqualTo(3);
		this.time.advance(Duration.ofNanos(1));
		pool.closeOld();
		assertThat(pool.idle()).isEqualTo(1);
		assertThat(this.node.open()).isEqualTo(1);
		assertThat(borrow(pool)).isSameAs(connections.get(2));
	}

	@Test
	void givesAllConnectionsUpAtARenewalThoseOfItsLanesIncluded() {
		NodePool pool = pool(4);
		NodeConnection free = borrow(pool);
		NodeConnection lent = borrow(pool);
		NodeConnection waiting = borrow(pool.lane(Lane.BLOCKING));
		pool.giveBack(free);
		pool.renew();
		assertThat(free.jedis().isConnected()).isFalse();
		assertThat(List.of(lent, waiting)).allMatch((connection) -> connection.jedis().isConnected());
		assertThat(pool.idle()).isZero();
		pool.giveBack(lent);
		pool.lane(Lane.BLOCKING).giveBack(waiting);
		assertThat(List.of(lent, waiting)).noneMatch((connection) -> connection.jedis().isConnected());
		assertThat(pool.active()).isZero();
	}

	/** As a transaction that watches a key does. */
	@Test
	void whoHoldsAConnectionThroughARenewalGoesOnWithIt() {
		NodePool pool = pool(1);
		NodeConnection held = borrow(pool);
		pool.renew();
		pool.lendAgain(held);
		pool.giveBack(held);
		assertThat(held.jedis().isConnected()).isFalse();
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> pool.lendAgain(held));
	}

	@Test
	void aConnectionThatWasBeingOpenedAtARenewalIsGivenUpToo() {
		NodePool pool = pool(1);
		this.node.dialsFail(() -> {
			pool.renew();
			return null;
		});
		NodeConnection connection = borrow(pool);
		assertThat(connection.isUsable()).isFalse();
		assertThat(connection.jedis().isConnected()).isTrue();
	}

	@Test
	void anApplicationThatDoesNotSayHowToLogInSaysNothingAboutTheNode() {
		NodePool pool = pool(1);
		this.node.dialsFail(() -> supplierFailed());
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
			.withMessage("node:6379: the supplier of credentials failed: java.lang.IllegalStateException")
			.satisfies((ex) -> assertThat(ex.trigger()).isNull());
		assertThat(pool.isSuspected()).isFalse();
		assertThat(pool.active()).isZero();
	}

	private static SupplierFailedException supplierFailed() {
		return catchThrowableOfType(SupplierFailedException.class,
				() -> SupplierFailedException.get("credentials", () -> {
					throw new IllegalStateException("secret");
				}));
	}

	@Test
	void dialsWithTheTimeThatIsLeft() {
		NodePool pool = pool(4);
		pool.borrow(this.time.in(Duration.ofMillis(10)));
		pool.borrow(this.time.in(Duration.ofMinutes(1)));
		assertThat(this.dialer.dials()).extracting(Dialer.Dial::connectTimeout)
			.containsExactly(Duration.ofMillis(10), TestSettings.defaults().timeouts().connect());
		assertThat(this.dialer.dials()).allSatisfy((dial) -> {
			assertThat(dial.endpoint()).isEqualTo(this.node.endpoint());
			assertThat(dial.address()).isNull();
			assertThat(dial.readTimeout()).isEqualTo(TestSettings.defaults().timeouts().command());
		});
	}

	@Test
	void aNameThatDoesNotResolveKeepsNobodyFromOpenConnections() {
		NodePool pool = pool(2);
		NodeConnection connection = borrow(pool);
		this.node.dialsFail(() -> new JedisConnectionException("no", new UnknownHostException("node")));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
		assertThat(pool.isSuspected()).isFalse();
		pool.giveBack(connection);
		assertThat(borrow(pool)).isSameAs(connection);
	}

	@Test
	void aFailedDialSendsNothingAndKeepsNoPermit() {
		NodePool pool = pool(1);
		this.node.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
				.withMessage("node:6379: connection refused")
				.satisfies((ex) -> assertThat(ex.trigger()).isEqualTo(Trigger.CONNECT_FAILED));
			assertThat(pool.trust()).isTrue();
		}
		this.node.dialsFail(() -> new JedisConnectionException("no", new UnknownHostException("node")));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
			.satisfies((ex) -> assertThat(ex.trigger()).isEqualTo(Trigger.UNKNOWN_HOST));
		this.node.dialsFail(null);
		pool.trust();
		assertThat(pool.active()).isZero();
		borrow(pool);
	}

	@Test
	void aRefusedLoginIsTheCallersToSeeAndKeepsNoPermit() {
		NodePool pool = pool(1);
		this.node.dialsFail(() -> new JedisAccessControlException("WRONGPASS invalid"));
		assertThatExceptionOfType(JedisAccessControlException.class).isThrownBy(() -> borrow(pool));
		assertThat(pool.active()).isZero();
	}

	@Test
	void anErrorKeepsNoPermit() {
		NodePool pool = pool(1);
		this.node.dialsFail(() -> {
			throw new OutOfMemoryError("for the test");
		});
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> borrow(pool));
		assertThat(pool.active()).isZero();
	}

	@Test
	void isExhaustedAfterTheLongestWait() {
		NodePool pool = pool(TestSettings.pool(1, Duration.ofMillis(5)));
		borrow(pool);
		assertThatExceptionOfType(PoolExhaustedException.class).isThrownBy(() -> borrow(pool))
			.withMessage("all 1 connections to node:6379 are in use")
			.satisfies((ex) -> assertThat(ex.trigger()).isNull());
	}

	@Test
	void isExhaustedAtTheDeadline() {
		NodePool pool = pool(TestSettings.pool(1, LONG));
		borrow(pool);
		assertThatExceptionOfType(PoolExhaustedException.class)
			.isThrownBy(() -> pool.borrow(this.time.in(Duration.ofMillis(-1))));
	}

	@Test
	void aWaiterGetsWhatIsGivenBack() throws Exception {
		NodePool pool = pool(1);
		NodeConnection connection = borrow(pool);
		Future<NodeConnection> waiter = this.threads.submit(() -> borrow(pool));
		awaitWaiters(pool, 1);
		pool.giveBack(connection);
		assertThat(waiter.get(10, TimeUnit.SECONDS)).isSameAs(connection);
	}

	@Test
	void anInterruptEndsTheWait() throws Exception {
		NodePool pool = pool(1);
		borrow(pool);
		AtomicInteger flagged = new AtomicInteger();
		Thread waiter = new Thread(() -> {
			assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
				.withCauseInstanceOf(InterruptedException.class);
			flagged.set(Thread.currentThread().isInterrupted() ? 1 : -1);
		});
		waiter.start();
		awaitWaiters(pool, 1);
		waiter.interrupt();
		waiter.join(10_000);
		assertThat(flagged).hasValue(1);
		assertThat(pool.active()).isEqualTo(1);
	}

	@Test
	void retiringSendsAllWaitersAwayWithNothingSent() {
		NodePool pool = pool(1);
		borrow(pool);
		List<Future<?>> waiters = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			waiters.add(this.threads.submit(() -> {
				assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
					.withMessage("the pool of node:6379 is retired")
					.satisfies((ex) -> assertThat(ex.trigger()).isNull());
			}));
		}
		awaitWaiters(pool, 20);
		pool.retire();
		pool.retire();
		assertThat(waiters).allSatisfy((waiter) -> waiter.get(10, TimeUnit.SECONDS));
		assertThat(pool.active()).isEqualTo(1);
		assertThat(this.node.dials()).isEqualTo(1);
	}

	@Test
	void aConnectionLentAtRetirementWorksOnAndIsClosedWhenItComesBack() {
		NodePool pool = pool(2);
		NodeConnection connection = borrow(pool);
		pool.retire();
		assertThat(connection.jedis().isConnected()).isTrue();
		pool.giveBack(connection);
		assertThat(this.node.open()).isZero();
		assertThat(pool.active()).isZero();
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
	}

	@Test
	void aPoolWithoutABoundCanBeRetired() {
		NodePool pool = pool(TestSettings.pool(Integer.MAX_VALUE, LONG));
		NodeConnection connection = borrow(pool);
		assertThat(pool.active()).isEqualTo(1);
		pool.retire();
		pool.giveBack(connection);
		assertThat(pool.active()).isZero();
	}

	// a few dials at a time

	@Test
	void onlyAFewDialAtOnceAndTheOthersInTurn() throws Exception {
		NodePool pool = pool(64);
		Dials dials = new Dials();
		List<Future<NodeConnection>> borrowers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			borrowers.add(this.threads.submit(() -> borrow(pool)));
		}
		awaitWaiters(pool, 16);
		await().until(() -> dials.begun.get() == 4);
		assertThat(pool.active()).isEqualTo(4);
		dials.proceed.release(1);
		awaitWaiters(pool, 15);
		await().until(() -> dials.begun.get() == 5);
		dials.proceed.release(100);
		Set<NodeConnection> connections = ConcurrentHashMap.newKeySet();
		for (Future<NodeConnection> borrower : borrowers) {
			connections.add(borrower.get(10, TimeUnit.SECONDS));
		}
		assertThat(connections).hasSize(20);
		assertThat(dials.most).hasValue(4);
		assertThat(pool.active()).isEqualTo(20);
	}

	@Test
	void whoeverWaitsForADialTakesWhatIsGivenBack() throws Exception {
		NodePool pool = pool(64);
		NodeConnection connection = borrow(pool);
		Dials dials = new Dials();
		for (int i = 0; i < 4; i++) {
			this.threads.submit(() -> borrow(pool));
		}
		await().until(() -> dials.begun.get() == 4);
		Future<NodeConnection> waiter = this.threads.submit(() -> borrow(pool));
		awaitWaiters(pool, 1);
		pool.giveBack(connection);
		assertThat(waiter.get(10, TimeUnit.SECONDS)).isSameAs(connection);
		dials.proceed.release(100);
	}

	@Test
	void afterAllConnectionsWereLostTheNodeIsDialledByAFewAtATimeAgain() throws Exception {
		NodePool pool = pool(64);
		List<NodeConnection> lost = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			lost.add(borrow(pool));
		}
		lost.subList(0, 16).forEach((broken) -> broken.jedis().setBroken());
		lost.forEach(pool::giveBack);
		this.node.closesInSilence();
		Dials dials = new Dials();
		List<Future<NodeConnection>> borrowers = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			borrowers.add(this.threads.submit(() -> borrow(pool)));
		}
		awaitWaiters(pool, 28);
		dials.proceed.release(100);
		for (Future<NodeConnection> borrower : borrowers) {
			assertThat(borrower.get(10, TimeUnit.SECONDS)).isNotIn(lost);
		}
		assertThat(dials.most).hasValue(4);
		assertThat(this.node.open()).isEqualTo(32);
	}

	@Test
	void whoeverWaitsForADialIsToldWhenItFailed() {
		NodePool pool = pool(64);
		Dials dials = new Dials();
		List<Future<NodeConnection>> borrowers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			borrowers.add(this.threads.submit(() -> borrow(pool)));
		}
		awaitWaiters(pool, 16);
		dials.failure = new JedisConnectionException("refused");
		dials.proceed.release(100);
		assertThat(borrowers).allSatisfy((borrower) -> assertThat(borrower).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NothingSentException.class));
		assertThat(dials.begun).as("the others did not try").hasValue(4);
		assertThat(pool.active()).isZero();
	}

	@Test
	void whoeverWaitsForADialForTooLongHasSentNothingAndMayTryAgain() throws Exception {
		NodePool pool = pool(TestSettings.pool(64, Duration.ofMillis(5)));
		Dials dials = new Dials();
		for (int i = 0; i < 4; i++) {
			this.threads.submit(() -> borrow(pool));
		}
		await().until(() -> dials.begun.get() == 4);
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
			.isNotInstanceOf(PoolExhaustedException.class)
			.withMessage("no connection to node:6379 was free, or could be opened, in time");
		dials.proceed.release(100);
	}

	/** Dials that wait for a test to let them go on. */
	private final class Dials {

		final Semaphore proceed = new Semaphore(0);

		final AtomicInteger begun = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		private final AtomicInteger underWay = new AtomicInteger();

		volatile RuntimeException failure;

		Dials() {
			NodePoolTests.this.node.dialsFail(() -> {
				this.begun.incrementAndGet();
				this.most.accumulateAndGet(this.underWay.incrementAndGet(), Math::max);
				this.proceed.acquireUninterruptibly();
				this.underWay.decrementAndGet();
				return this.failure;
			});
		}

	}

	/**
	 * Threads borrow, break and give back while others retire the pool, close what is
	 * old, and dials fail now and then.
	 */
	@RepeatedTest(20)
	void underFireNoPermitAndNoConnectionIsLostOrSharedOrTooMany(RepetitionInfo repetition) throws Exception {
		int size = (repetition.getCurrentRepetition() % 2 == 0) ? 4 : 8;
		this.doubts = new Doubts() {

			@Override
			public void suspected(NodePool pool) {
				pool.trust();
			}

			@Override
			public void dialFailed(NodePool pool, String reason) {
				pool.dialAgain();
			}

		};
		NodePool pool = pool(TestSettings.of(null, null, Timeouts.DEFAULTS,
				new PoolSettings(size, LONG, Duration.ofNanos(100)), HostResolver.SYSTEM));
		Set<NodeConnection> lent = ConcurrentHashMap.newKeySet();
		AtomicInteger mostLent = new AtomicInteger();
		AtomicInteger mostOpen = new AtomicInteger();
		AtomicInteger served = new AtomicInteger();
		this.node.dialsFail(null);
		List<Future<?>> users = new ArrayList<>();
		for (int thread = 0; thread < 12; thread++) {
			users.add(this.threads.submit(() -> {
				ThreadLocalRandom random = ThreadLocalRandom.current();
				for (int i = 0; i < 2_000; i++) {
					NodeConnection connection;
					try {
						connection = borrow(pool);
					}
					catch (NothingSentException ex) {
						continue;
					}
					assertThat(lent.add(connection)).as("lent to one only").isTrue();
					mostLent.accumulateAndGet(lent.size(), Math::max);
					mostOpen.accumulateAndGet(this.node.open(), Math::max);
					served.incrementAndGet();
					if (random.nextInt(20) == 0) {
						connection.jedis().setBroken();
					}
					lent.remove(connection);
					pool.giveBack(connection);
				}
			}));
		}
		Future<?> saboteur = this.threads.submit(() -> {
			for (int i = 0; i < 200; i++) {
				this.node.dialsFail((i % 2 == 0) ? () -> new JedisConnectionException("refused") : null);
				this.time.advance(Duration.ofNanos(101));
				pool.closeOld();
				Thread.onSpinWait();
			}
			this.node.dialsFail(null);
		});
		saboteur.get(20, TimeUnit.SECONDS);
		await().atMost(LONG).until(() -> served.get() > 500);
		pool.retire();
		pool.closeIdle();
		for (Future<?> user : users) {
			user.get(20, TimeUnit.SECONDS);
		}
		assertThat(mostLent.get()).isBetween(1, size);
		assertThat(mostOpen.get()).as("with one that is just being closed").isBetween(1, size + 1);
		assertThat(pool.active()).isZero();
		assertThat(pool.idle()).isZero();
		assertThat(pool.waiting()).isZero();
		assertThat(this.node.open()).isZero();
	}

	private NodePool pool(int maxTotal) {
		return pool(TestSettings.pool(maxTotal, LONG));
	}

	private NodePool pool(ClusterSettings settings) {
		return new NodePool(this.node.endpoint(), this.dialer, settings, this.time, this.doubts);
	}

	private NodeConnection borrow(NodePool pool) {
		return pool.borrow(this.time.in(LONG));
	}

	private static void awaitWaiters(NodePool pool, int count) {
		await().until(() -> pool.waiting() == count);
	}

}
