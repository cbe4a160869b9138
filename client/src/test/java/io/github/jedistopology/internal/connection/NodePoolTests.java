package io.github.jedistopology.internal.connection;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.FakeNode.FakeConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void dialsOnlyWhenSomebodyBorrowsAndNothingIsFree() {
		NodePool pool = pool(4);
		assertThat(this.node.dials()).isZero();
		Connection first = borrow(pool);
		Connection second = borrow(pool);
		pool.giveBack(first);
		assertThat(borrow(pool)).isSameAs(first).isNotSameAs(second);
		assertThat(this.node.dials()).isEqualTo(2);
	}

	@Test
	void lendsTheConnectionThatWasUsedLast() {
		NodePool pool = pool(4);
		Connection first = borrow(pool);
		Connection second = borrow(pool);
		pool.giveBack(first);
		pool.giveBack(second);
		assertThat(borrow(pool)).isSameAs(second);
	}

	@Test
	void countsWhatIsLentAndWhatIsFree() {
		NodePool pool = pool(4);
		Connection first = borrow(pool);
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

	@Test
	void closesABrokenConnection() {
		NodePool pool = pool(1);
		Connection connection = borrow(pool);
		connection.setBroken();
		pool.giveBack(connection);
		assertThat(this.node.open()).isZero();
		assertThat(pool.idle()).isZero();
		assertThat(borrow(pool)).isNotSameAs(connection);
	}

	@Test
	void doesNotLendAFreeConnectionThatIsClosed() {
		NodePool pool = pool(1);
		FakeConnection connection = (FakeConnection) borrow(pool);
		pool.giveBack(connection);
		connection.drop();
		assertThat(borrow(pool)).isNotSameAs(connection);
		assertThat(pool.active()).isEqualTo(1);
	}

	@Test
	void closesWhatNobodyHasUsedForTooLong() {
		ClusterSettings settings = TestSettings.pool(4, LONG);
		NodePool pool = pool(settings);
		List<Connection> connections = List.of(borrow(pool), borrow(pool), borrow(pool));
		pool.giveBack(connections.get(0));
		pool.giveBack(connections.get(1));
		this.time.advance(settings.pool().maxIdleTime());
		pool.giveBack(connections.get(2));
		pool.closeOld();
		assertThat(pool.idle()).isEqualTo(3);
		this.time.advance(Duration.ofNanos(1));
		pool.closeOld();
		assertThat(pool.idle()).isEqualTo(1);
		assertThat(this.node.open()).isEqualTo(1);
		assertThat(borrow(pool)).isSameAs(connections.get(2));
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
	void aFailedDialSendsNothingAndKeepsNoPermit() {
		NodePool pool = pool(1);
		this.node.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
				.withMessage("node:6379: connection refused")
				.satisfies((ex) -> assertThat(ex.trigger()).isEqualTo(Trigger.CONNECT_FAILED));
		}
		this.node.dialsFail(() -> new JedisConnectionException("no", new UnknownHostException("node")));
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool))
			.satisfies((ex) -> assertThat(ex.trigger()).isEqualTo(Trigger.UNKNOWN_HOST));
		this.node.dialsFail(null);
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
		Connection connection = borrow(pool);
		Future<Connection> waiter = this.threads.submit(() -> borrow(pool));
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
		Connection connection = borrow(pool);
		pool.retire();
		assertThat(connection.isConnected()).isTrue();
		pool.giveBack(connection);
		assertThat(this.node.open()).isZero();
		assertThat(pool.active()).isZero();
		assertThatExceptionOfType(NothingSentException.class).isThrownBy(() -> borrow(pool));
	}

	@Test
	void aPoolWithoutABoundCanBeRetired() {
		NodePool pool = pool(TestSettings.pool(Integer.MAX_VALUE, LONG));
		Connection connection = borrow(pool);
		assertThat(pool.active()).isEqualTo(1);
		pool.retire();
		pool.giveBack(connection);
		assertThat(pool.active()).isZero();
	}

	/**
	 * Threads borrow, break and give back while others retire the pool, close what is
	 * free, and dials fail now and then.
	 */
	@RepeatedTest(20)
	void underFireNoPermitAndNoConnectionIsLostOrSharedOrTooMany() throws Exception {
		int size = 4;
		NodePool pool = pool(TestSettings.pool(size, LONG));
		Set<Connection> lent = ConcurrentHashMap.newKeySet();
		AtomicInteger mostOpen = new AtomicInteger();
		AtomicInteger served = new AtomicInteger();
		this.node.dialsFail(null);
		List<Future<?>> users = new ArrayList<>();
		for (int thread = 0; thread < 12; thread++) {
			users.add(this.threads.submit(() -> {
				ThreadLocalRandom random = ThreadLocalRandom.current();
				for (int i = 0; i < 2_000; i++) {
					Connection connection;
					try {
						connection = borrow(pool);
					}
					catch (NothingSentException ex) {
						continue;
					}
					assertThat(lent.add(connection)).as("lent to one only").isTrue();
					mostOpen.accumulateAndGet(this.node.open(), Math::max);
					served.incrementAndGet();
					if (random.nextInt(20) == 0) {
						connection.setBroken();
					}
					lent.remove(connection);
					pool.giveBack(connection);
				}
			}));
		}
		Future<?> saboteur = this.threads.submit(() -> {
			for (int i = 0; i < 200; i++) {
				this.node.dialsFail((i % 2 == 0) ? () -> new JedisConnectionException("refused") : null);
				pool.closeIdle();
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
		assertThat(mostOpen.get()).isBetween(1, size);
		assertThat(pool.active()).isZero();
		assertThat(pool.idle()).isZero();
		assertThat(pool.waiting()).isZero();
		assertThat(this.node.open()).isZero();
	}

	private NodePool pool(int maxTotal) {
		return pool(TestSettings.pool(maxTotal, LONG));
	}

	private NodePool pool(ClusterSettings settings) {
		return new NodePool(this.node.endpoint(), this.dialer, settings, this.time);
	}

	private Connection borrow(NodePool pool) {
		return pool.borrow(this.time.in(LONG));
	}

	private static void awaitWaiters(NodePool pool, int count) {
		await().until(() -> pool.waiting() == count);
	}

}
