package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Probes}.
 */
@Timeout(60)
class ProbesTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final FakeDialer dialer = new FakeDialer();

	private final FakeNode node = this.dialer.node("node", 6379);

	private final PoolThreads threads = new PoolThreads(Thread::new);

	private final NodePool pool = new NodePool(this.node.endpoint(), this.dialer, TestSettings.defaults(),
			System::nanoTime, new Doubts());

	private final CompletableFuture<Long> answeredAt = new CompletableFuture<>();

	@AfterEach
	void endThreads() {
		this.threads.shutdown();
	}

	@Test
	void probesUntilTheNodeAnswers() {
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		probes(0).watch(this.pool);
		await().until(() -> this.node.dials() > 2);
		assertThat(this.answeredAt).isNotDone();
		this.node.dialsFail(null);
		assertThat(this.answeredAt).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void aProbeIsMorePatientThanTheOneBefore() {
		this.node.dialsFail(() -> new JedisConnectionException("timed out"));
		probes(0).watch(this.pool);
		await().until(() -> this.node.dials() > 4);
		assertThat(this.dialer.dials()).extracting((dial) -> dial.connectTimeout().toMillis())
			.startsWith(200L, 400L, 800L, 1000L, 1000L);
	}

	@Test
	void aRetiredPoolIsNotProbedAgain() {
		this.node.dialsFail(() -> {
			this.pool.retire();
			return new JedisConnectionException("refused");
		});
		probes(0).watch(this.pool);
		await().until(() -> this.node.dials() == 1);
		await().during(Duration.ofMillis(300)).until(() -> this.node.dials() == 1);
	}

	@Test
	void aPoolThatWasRetiredBeforeItsProbeIsNotDialled() {
		this.pool.retire();
		probes(0).watch(this.pool);
		probes(0).question(this.pool, "asked in vain");
		await().during(Duration.ofMillis(200)).until(() -> this.node.dials() == 0);
	}

	@Test
	void anErrorEndsNoProbe() {
		this.node.dialsFail(() -> {
			if (this.node.dials() < 3) {
				throw new OutOfMemoryError("for the test");
			}
			return null;
		});
		probes(0).watch(this.pool);
		assertThat(this.answeredAt).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.node.dials()).isEqualTo(3);
	}

	@Test
	void afterAnErrorANodeIsAskedAgainWhenItIsSilentAgain() {
		Probes probes = probes(0);
		this.node.dialsFail(() -> {
			throw new OutOfMemoryError("for the test");
		});
		probes.question(this.pool, "asked in vain");
		await().until(() -> {
			probes.question(this.pool, "asked in vain");
			return this.node.dials() > 1;
		});
		assertThat(this.pool.isSuspected()).isFalse();
	}

	@Test
	void aSilentNodeThatDoesNotAnswerIsSuspected() {
		this.node.fails(() -> new JedisConnectionException("Read timed out"));
		probes(0).question(this.pool, "asked in vain");
		await().until(this.pool::isSuspected);
		assertThatExceptionOfType(NodeSuspectedException.class).isThrownBy(() -> this.pool.borrow(System.nanoTime()))
			.withMessage("node:6379 does not answer: asked in vain");
		assertThat(this.answeredAt).isNotDone();
	}

	@Test
	void aNodeThatTakesNoMoreConnectionsIsAskedOverOneThatIsOpen() {
		free(this.pool.lane(Lane.BLOCKING), 1);
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		question();
		assertThat(this.node.received()).containsExactly("PING");
		assertThat(this.pool.isSuspected()).isFalse();
		assertThat(this.pool.lane(Lane.BLOCKING).idle()).isEqualTo(1);
	}

	@Test
	void aNodeThatAnswersOnANewConnectionIsNotSuspectedForAnOldOneThatIsDead() {
		free(this.pool, 1);
		this.node.dialsFail(() -> new JedisDataException("ERR max number of clients reached"));
		this.node.fails(() -> new JedisConnectionException("Read timed out"));
		probes(0).question(this.pool, "asked in vain");
		await().until(() -> this.node.received().contains("PING"));
		await().during(Duration.ofMillis(300)).until(() -> !this.pool.isSuspected());
	}

	@Test
	void aReplyToACommandAnswersTheQuestion() {
		NodeConnection lent = borrow(this.pool);
		this.pool.begin(lent, System.nanoTime() + LONG.toNanos(), false);
		this.node.dialsFail(() -> {
			this.pool.end(lent, true);
			return new JedisConnectionException("refused");
		});
		question();
		assertThat(this.pool.isSuspected()).isFalse();
	}

	@Test
	void aNodeThatAnswersOnNoConnectionIsSuspected() {
		free(this.pool, 1);
		borrow(this.pool.lane(Lane.BLOCKING));
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		this.node.fails(() -> new JedisConnectionException("Read timed out"));
		question();
		await().until(this.pool::isSuspected);
	}

	/** Without a wait for the patience of the question to end. */
	@Test
	void aNodeWhoseConnectionsAreAllClosedIsSuspectedAtOnce() {
		free(this.pool, 3);
		this.node.closesInSilence();
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		Probes patient = new Probes(this.dialer, System::nanoTime, LONG, LONG, (answering) -> {
		}, this.threads, new FixedJitter(0));
		patient.question(this.pool, "asked in vain");
		await().atMost(LONG.dividedBy(2)).until(this.pool::isSuspected);
		assertThat(this.node.open()).isZero();
	}

	@Test
	void aSuspectThatTakesNoMoreConnectionsIsFoundToAnswerOverOneThatIsOpen() {
		free(this.pool, 1);
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		this.pool.suspect("for the test");
		probes(0).watch(this.pool);
		assertThat(this.answeredAt).succeedsWithin(Duration.ofSeconds(10));
	}

	/** Returns when the question is decided. */
	private void question() {
		int dials = this.node.dials();
		probes(0).question(this.pool, "asked in vain");
		await().until(() -> this.node.dials() > dials && (this.pool.isSuspected() || !this.pool.isUnanswered()));
	}

	private void free(NodePool pool, int count) {
		IntStream.range(0, count).mapToObj((i) -> borrow(pool)).toList().forEach(pool::giveBack);
	}

	private static NodeConnection borrow(NodePool pool) {
		return pool.borrow(System.nanoTime() + LONG.toNanos());
	}

	@Test
	void aNodeThatCannotBeAskedIsNotSuspected() {
		this.node.dialsFail(() -> catchThrowableOfType(SupplierFailedException.class,
				() -> SupplierFailedException.run("credentials", () -> {
					throw new IllegalStateException("secret");
				})));
		probes(0).watch(this.pool);
		assertThat(this.answeredAt).succeedsWithin(Duration.ofSeconds(10));
	}

	/** All clients find out at the same moment that a node thaws. */
	@Test
	void aNodeThatAnswersIsReturnedToWithJitter() {
		AtomicLong pingedAt = new AtomicLong();
		this.node.says(() -> {
			pingedAt.set(System.nanoTime());
			return "PONG".getBytes();
		});
		probes(49).watch(this.pool);
		assertThat(this.answeredAt).succeedsWithin(Duration.ofSeconds(10));
		assertThat(Duration.ofNanos(this.answeredAt.join() - pingedAt.get()))
			.isGreaterThanOrEqualTo(Duration.ofMillis(49));
	}

	private Probes probes(int jitter) {
		return new Probes(this.dialer, System::nanoTime, Duration.ofMillis(200), Duration.ofSeconds(1),
				(answering) -> this.answeredAt.complete(System.nanoTime()), this.threads, new FixedJitter(jitter));
	}

	private record FixedJitter(int jitter) implements RandomGenerator {

		@Override
		public long nextLong() {
			return this.jitter;
		}

		@Override
		public int nextInt(int bound) {
			return Math.min(this.jitter, bound - 1);
		}

	}

}
