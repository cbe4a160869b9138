package io.github.jedistopology.internal.connection;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.ClusterSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link KeepAlive}.
 */
@Timeout(60)
class KeepAliveTests {

	private static final Duration SHORT = Duration.ofSeconds(1);

	private final VirtualTime time = new VirtualTime();

	private final FakeDialer dialer = new FakeDialer();

	private final FakeNode node = this.dialer.node("node", 6379);

	private final PoolThreads threads = new PoolThreads(Thread::new);

	private final ClusterSettings settings = TestSettings.pool(4, Duration.ofSeconds(30));

	private final Doubts doubts = new Doubts();

	private final NodePool pool = new NodePool(this.node.endpoint(), this.dialer, this.settings, this.time,
			this.doubts);

	private final KeepAlive keepAlive = new KeepAlive(this.settings.timeouts().command(), this.time, this.threads);

	@AfterEach
	void endThreads() {
		this.threads.shutdown();
	}

	@Test
	void asksEachConnectionThatNobodyHasUsedForLong() {
		free(2);
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		free(1);
		this.keepAlive.round(this.pool);
		assertThat(this.node.received()).as("but not the one that was just used").hasSize(1).containsOnly("PING");
		assertThat(this.pool.idle()).isEqualTo(2);
		assertThat(this.pool.active()).isZero();
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.keepAlive.round(this.pool);
		assertThat(this.node.received()).hasSize(3);
		assertThat(this.node.exchanges()).isZero();
		assertThat(this.node.dials()).isEqualTo(2);
	}

	@Test
	void aReplyHasAsLongAsACommands() {
		free(1);
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.keepAlive.round(this.pool);
		assertThat(this.node.deadlines()).containsExactly(this.time.in(this.settings.timeouts().command()));
	}

	@Test
	void aPingIsNotLateWhenItBegins() {
		List<Boolean> silent = new ArrayList<>();
		this.node.says(() -> {
			silent.add(this.pool.isSilent());
			return "PONG".getBytes(StandardCharsets.UTF_8);
		});
		free(1);
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.keepAlive.round(this.pool);
		assertThat(silent).containsExactly(false);
	}

	@Test
	void asksANodeSomethingAndGivesTheConnectionBack() {
		this.keepAlive.ask(this.pool);
		await().until(() -> this.node.received().contains("PING") && this.pool.active() == 0);
		assertThat(this.pool.idle()).isEqualTo(1);
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		this.pool.lane(Lane.BLOCKING);
		this.node.fails(() -> new JedisConnectionException("killed"));
		this.keepAlive.ask(this.pool);
		await().until(() -> this.node.open() == 0);
		assertThat(this.pool.active()).isZero();
		this.keepAlive.ask(this.pool);
		await().until(this.pool::isSuspected);
	}

	@Test
	void anErrorKeepsNoConnectionAndNoRoundFromTheNext() {
		free(2);
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.node.says(() -> {
			throw new OutOfMemoryError("for the test");
		});
		this.keepAlive.ping(this.pool);
		await().until(() -> this.node.open() == 1 && this.pool.active() == 0);
		await().until(() -> {
			this.keepAlive.ping(this.pool);
			return this.node.received().size() > 1;
		});
		this.node.forgetsWhatToSay();
		this.node.says(() -> {
			throw new OutOfMemoryError("for the test");
		});
		this.keepAlive.ask(this.pool);
		await().until(() -> this.node.open() == 0 && this.pool.active() == 0);
		await().until(() -> {
			this.keepAlive.ask(this.pool);
			return this.pool.idle() == 1;
		});
	}

	@Test
	void connectionsGrowOldAllTheSameTheOldestFirst() {
		List<NodeConnection> connections = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			connections.addAll(borrow(1));
			this.time.advance(SHORT);
		}
		connections.forEach(this.pool::giveBack);
		this.time.advance(KeepAlive.PAUSE);
		this.keepAlive.round(this.pool);
		assertThat(this.node.received()).hasSize(3);
		this.time.advance(this.settings.pool().maxIdleTime().minus(KeepAlive.PAUSE).minus(SHORT.multipliedBy(2)));
		this.pool.closeOld();
		assertThat(this.pool.idle()).isEqualTo(2);
		assertThat(connections.get(0).isUsable()).isFalse();
		assertThat(borrow(1)).containsExactly(connections.get(2));
	}

	@Test
	void aConnectionThatTheNodeHasClosedIsNoFailure() {
		free(3);
		this.node.closesInSilence();
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.keepAlive.round(this.pool);
		assertThat(this.node.open()).isZero();
		assertThat(this.pool.idle()).isZero();
		assertThat(this.pool.active()).isZero();
		assertThat(this.node.received()).isEmpty();
		assertThat(this.pool.isSuspected()).isFalse();
	}

	@Test
	void anErrorIsAnAnswer() {
		free(1);
		this.node.fails(() -> new JedisDataException("LOADING Redis is loading the dataset in memory"));
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.keepAlive.round(this.pool);
		assertThat(this.pool.idle()).isEqualTo(1);
		assertThat(this.node.exchanges()).isZero();
	}

	@Test
	void whoDoesNotAnswerIsClosedAndCountsAsAFailure() {
		free(3);
		this.node.fails(() -> new JedisConnectionException(new SocketTimeoutException("Read timed out")));
		this.node.fails(() -> new JedisConnectionException(new SocketTimeoutException("Read timed out")));
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.keepAlive.round(this.pool);
		assertThat(this.node.received()).as("the others are not asked now").hasSize(1);
		assertThat(this.pool.idle()).isEqualTo(2);
		assertThat(this.pool.isSuspected()).isFalse();
		this.keepAlive.round(this.pool);
		assertThat(this.pool.idle()).isEqualTo(1);
		assertThat(this.doubts.suspected()).containsExactly(this.pool);
		assertThat(this.pool.active()).isZero();
		this.keepAlive.ping(this.pool);
		assertThat(this.node.received()).as("a probe's task now").hasSize(2);
	}

	@Test
	void aRoundThatTakesLongIsTheOnlyOne() {
		free(2);
		CountDownLatch go = new CountDownLatch(1);
		this.node.says(() -> {
			try {
				go.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return "PONG".getBytes();
		});
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.keepAlive.ping(this.pool);
		await().until(() -> this.node.received().size() == 1);
		this.keepAlive.ping(this.pool);
		assertThat(this.pool.active()).isEqualTo(1);
		assertThat(borrow(1)).as("the other one is there for who needs it").isNotEmpty();
		go.countDown();
		await().until(() -> this.pool.idle() == 1);
		assertThat(this.node.received()).hasSize(1);
		assertThat(this.node.dials()).isEqualTo(2);
	}

	@Test
	void aConnectionThatSomebodyNeedsIsNotTaken() {
		free(1);
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		NodeConnection free = this.pool.unusedFor(KeepAlive.PAUSE).get(0);
		List<NodeConnection> lent = borrow(1);
		assertThat(this.pool.takeSpare(free)).isFalse();
		assertThat(this.pool.active()).isEqualTo(1);
		lent.forEach(this.pool::giveBack);
		borrow(4);
		assertThat(this.pool.takeSpare(free)).isFalse();
		assertThat(this.pool.active()).isEqualTo(4);
	}

	@Test
	void aPoolThatIsRetiredDuringAPingClosesItsConnection() {
		free(1);
		this.time.advance(KeepAlive.PAUSE.plusNanos(1));
		this.node.says(() -> {
			this.pool.retire();
			this.pool.closeIdle();
			return "PONG".getBytes();
		});
		this.keepAlive.ping(this.pool);
		await().until(() -> this.node.open() == 0);
		assertThat(this.pool.idle()).isZero();
	}

	private void free(int count) {
		borrow(count).forEach(this.pool::giveBack);
	}

	private List<NodeConnection> borrow(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> this.pool.borrow(this.time.in(Duration.ofSeconds(30))))
			.toList();
	}

}
