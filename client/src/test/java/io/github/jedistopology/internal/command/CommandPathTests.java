package io.github.jedistopology.internal.command;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.Redirection;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.internal.connection.FakeNode;
import io.github.jedistopology.internal.connection.NothingSentException;
import io.github.jedistopology.internal.connection.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommandPath}, {@link SingleCommand}, {@link Attempts} and
 * {@link Sending}.
 */
@Timeout(60)
class CommandPathTests {

	private CommandLab lab = new CommandLab();

	@AfterEach
	void noConnectionIsKept() {
		assertThat(this.lab.lentConnections()).isZero();
		assertThat(this.lab.openExchanges()).isZero();
		this.lab.close();
	}

	@Test
	void goesToTheOwnerOfTheSlot() {
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.a.received()).containsExactly("INCR");
		assertThat(this.lab.signals).isEmpty();
	}

	@Test
	void withoutASlotGoesToAnyPrimary() {
		assertThat(this.lab.executeWithoutSlot(Command.PING)).isEqualTo("PONG");
		assertThat(this.lab.waits).isEmpty();
	}

	@Test
	void anErrorOfTheCommandsOwnIsTheCallers() {
		this.lab.a.fails(() -> new JedisDataException("WRONGTYPE no"));
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessage("WRONGTYPE no");
		assertThat(this.lab.a.received()).hasSize(1);
		assertThat(this.lab.a.open()).as("the connection is kept").isEqualTo(1);
	}

	@Test
	void aConnectionThatIsOutOfStepIsNotUsedAgain() {
		this.lab.a.fails(() -> new NegativeArraySizeException("a length of -5"));
		assertThatExceptionOfType(NegativeArraySizeException.class).isThrownBy(() -> this.lab.execute(Command.GET));
		assertThat(this.lab.a.open()).isZero();
		this.lab.a.says(() -> {
			throw new OutOfMemoryError("half a reply read");
		});
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.lab.execute(Command.GET));
		assertThat(this.lab.a.open()).isZero();
	}

	// MOVED

	@Test
	void movedPatchesTheSlotAndGoesThereAtOnce() {
		this.lab.a.fails(moved(this.lab.b));
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.b.received()).containsExactly("INCR");
		assertThat(this.lab.signals).containsExactly("MOVED 0 b:7002 says a:7001");
		assertThat(this.lab.waits).isEmpty();
		assertThat(this.lab.path.statistics().redirections(Redirection.MOVED)).isEqualTo(1);
		assertThat(this.lab.path.statistics().retries()).isZero();
		this.lab.execute(Command.INCR);
		assertThat(this.lab.a.received()).hasSize(1);
	}

	@Test
	void movedGoesToANodeThatNobodyListed() {
		FakeNode stranger = this.lab.dialer.node("stranger", 7009);
		this.lab.a.fails(moved(stranger));
		this.lab.execute(Command.INCR);
		assertThat(stranger.received()).containsExactly("INCR");
	}

	@Test
	void movedWithoutAHostMeansTheHostThatWasAsked() {
		this.lab.a.fails(() -> new JedisMovedDataException("MOVED 0 :7009", new HostAndPort("", 7009), 0));
		this.lab.execute(Command.INCR);
		assertThat(this.lab.signals).containsExactly("MOVED 0 a:7009 says a:7001");
		assertThat(this.lab.dialer.node("a", 7009).received()).containsExactly("INCR");
	}

	@Test
	void redirectionsGoToMappedAddresses() {
		this.lab.mapper = (announced) -> announced.toString().equals("10.0.0.2:6379") ? this.lab.b.endpoint()
				: announced;
		HostAndPort announced = new HostAndPort("10.0.0.2", 6379);
		this.lab.a.fails(() -> new JedisAskDataException("ASK 0 10.0.0.2:6379", announced, 0))
			.fails(() -> new JedisMovedDataException("MOVED 0 10.0.0.2:6379", announced, 0));
		this.lab.execute(Command.INCR);
		this.lab.execute(Command.INCR);
		assertThat(this.lab.b.received()).containsExactly("ASKING", "INCR", "INCR");
		assertThat(this.lab.signals).containsExactly("MOVED 0 b:7002 says a:7001");
	}

	@Test
	void movedThatNobodyBelievesIsNotFollowed() {
		this.lab.believing = false;
		this.lab.a.fails(moved(this.lab.b));
		this.lab.execute(Command.INCR);
		assertThat(this.lab.a.received()).hasSize(2);
		assertThat(this.lab.b.received()).isEmpty();
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10));
	}

	@Test
	void aNewOwnerEndsTheWaitEarly() {
		this.lab.believing = false;
		this.lab.a.fails(moved(this.lab.b));
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.c);
		this.lab.execute(Command.INCR);
		assertThat(this.lab.c.received()).containsExactly("INCR");
		assertThat(this.lab.waits).hasSize(1);
	}

	@Test
	void aTopologyWithTheSameOwnerDoesNotEndTheWait() {
		this.lab.believing = false;
		this.lab.a.fails(moved(this.lab.b));
		this.lab.meanwhile = () -> {
			this.lab.time.advance(Duration.ofMillis(4));
			this.lab.slotIsAt(this.lab.a);
		};
		long start = this.lab.time.getAsLong();
		this.lab.execute(Command.INCR);
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10));
		assertThat(this.lab.time.getAsLong() - start).isEqualTo(Duration.ofMillis(10).toNanos());
	}

	@Test
	void aLoopOfRedirectionsSlowsDownAndEnds() {
		for (int i = 0; i < CommandLab.POLICY.maxAttempts(); i++) {
			this.lab.a.fails(moved(this.lab.b));
			this.lab.b.fails(moved(this.lab.a));
		}
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessage("INCR on slot 0 after 6 attempts in 70 ms: last at b:7002: MOVED 0 a:7001, redirected by "
					+ "a:7001 to b:7002, b:7002 to a:7001, a:7001 to b:7002, b:7002 to a:7001, "
					+ "a:7001 to b:7002, b:7002 to a:7001")
			.withCauseInstanceOf(JedisMovedDataException.class);
		assertThat(this.lab.a.received()).hasSize(3);
		assertThat(this.lab.b.received()).hasSize(3);
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(40));
		assertThat(this.lab.signals).as("the last one is told, too").hasSize(6);
	}

	@Test
	void followsAsManyRedirectionsAsThePolicyAllows() {
		use(redirections(2));
		this.lab.a.fails(moved(this.lab.b));
		this.lab.b.fails(ask(this.lab.c));
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		use(redirections(1));
		this.lab.a.fails(moved(this.lab.b));
		this.lab.b.fails(ask(this.lab.c));
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessage("INCR on slot 0 after 2 attempts in 0 ms: last at b:7002: ASK 0 c:7003, redirected by "
					+ "a:7001 to b:7002, b:7002 to c:7003 (ASK)");
		assertThat(this.lab.c.received()).isEmpty();
	}

	@Test
	void otherFailuresAreNoRedirections() {
		use(redirections(0));
		this.lab.a.fails(() -> new JedisDataException("CLUSTERDOWN x"))
			.fails(() -> new JedisDataException("LOADING x"));
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.a.received()).hasSize(3);
	}

	private static RetryPolicy redirections(int max) {
		RetryPolicy policy = CommandLab.POLICY;
		return new RetryPolicy(policy.maxAttempts(), max, policy.budget(), policy.initialBackoff(), policy.maxBackoff(),
				Set.of());
	}

	@Test
	void aCommandWhoseKeysNobodyKnowsGoesWhereItIsSent() {
		for (FakeNode wrong : List.of(this.lab.a, this.lab.b)) {
			wrong.fails(moved(this.lab.c));
		}
		this.lab.executeWithoutSlot(Command.GET);
		assertThat(this.lab.c.received()).containsExactly("GET");
		assertThat(this.lab.signals).containsExactly("MOVED 0 c:7003 says a:7001");
	}

	// ASK

	@Test
	void askGoesThereOnceWithAskingBeforeIt() {
		this.lab.a.fails(ask(this.lab.b));
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.b.received()).containsExactly("ASKING", "INCR");
		assertThat(this.lab.signals).isEmpty();
		assertThat(this.lab.waits).isEmpty();
		assertThat(this.lab.path.statistics().redirections(Redirection.ASK)).isEqualTo(1);
		this.lab.execute(Command.INCR);
		assertThat(this.lab.a.received()).as("the slot's owner is who it was").hasSize(2);
	}

	@Test
	void askToAnUnlistedNodeIsFollowedAndMakesTheTopologyDoubtful() {
		FakeNode stranger = this.lab.dialer.node("stranger", 7009);
		this.lab.a.fails(ask(stranger));
		this.lab.execute(Command.INCR);
		assertThat(stranger.received()).containsExactly("ASKING", "INCR");
		assertThat(this.lab.signals).containsExactly("ASK");
	}

	@Test
	void askWithoutAHostMeansTheHostThatWasAsked() {
		this.lab.a.fails(() -> new JedisAskDataException("ASK 0 :7009", new HostAndPort("", 7009), 0));
		this.lab.execute(Command.INCR);
		assertThat(this.lab.dialer.node("a", 7009).received()).containsExactly("ASKING", "INCR");
	}

	@Test
	void askAfterMovedIsImmediate() {
		this.lab.a.fails(moved(this.lab.b));
		this.lab.b.fails(ask(this.lab.c));
		this.lab.execute(Command.INCR);
		assertThat(this.lab.c.received()).containsExactly("ASKING", "INCR");
		assertThat(this.lab.waits).isEmpty();
	}

	@Test
	void tryAgainAtTheImportingNodeGoesBackToTheOwnerAfterAWait() {
		this.lab.a.fails(ask(this.lab.b));
		this.lab.b.fails(() -> new JedisDataException("TRYAGAIN Multiple keys request during rehashing of slot"));
		this.lab.execute(Command.MGET);
		assertThat(this.lab.a.received()).containsExactly("MGET", "MGET");
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10));
		assertThat(this.lab.path.statistics().retries()).isEqualTo(1);
	}

	@Test
	void askInARowMakesTheTopologyDoubtful() {
		this.lab.a.fails(ask(this.lab.b)).fails(ask(this.lab.b));
		this.lab.b.fails(() -> new JedisDataException("TRYAGAIN Multiple keys request during rehashing of slot"));
		this.lab.execute(Command.MGET);
		assertThat(this.lab.a.received()).containsExactly("MGET", "MGET");
		assertThat(this.lab.signals).containsExactly("ASK");
	}

	@Test
	void anErrorBehindAskingIsTheCallers() {
		this.lab.a.fails(ask(this.lab.b));
		this.lab.b.fails(() -> new JedisDataException("WRONGTYPE no"));
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessage("WRONGTYPE no");
		assertThat(this.lab.b.open()).isEqualTo(1);
	}

	// retries

	@ParameterizedTest
	@ValueSource(strings = { "TRYAGAIN x", "CLUSTERDOWN x", "MASTERDOWN x", "LOADING x", "READONLY x" })
	void whatWasNotExecutedIsTriedAgainAWhileLater(String error) {
		this.lab.a.fails(() -> new JedisDataException(error)).fails(() -> new JedisDataException(error));
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.a.received()).hasSize(3);
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10), Duration.ofMillis(20));
		assertThat(this.lab.path.statistics().retries()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TRYAGAIN x", "CLUSTERDOWN x", "MASTERDOWN x", "LOADING x", "READONLY x" })
	void anotherOwnerEndsTheWaitForWhatWasNotExecuted(String error) {
		this.lab.a.fails(() -> new JedisDataException(error));
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.b);
		long start = this.lab.time.getAsLong();
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.b.received()).containsExactly("INCR");
		assertThat(this.lab.time.getAsLong()).isEqualTo(start);
	}

	@ParameterizedTest
	@CsvSource({ "CLUSTERDOWN x, true", "MASTERDOWN x, true", "READONLY x, false", "TRYAGAIN x, false" })
	void whoDeniesToServeMayNotBeTheNodeAtAll(String error, boolean doubted) {
		this.lab.a.fails(() -> new JedisDataException(error));
		this.lab.execute(Command.INCR);
		assertThat(this.lab.isDoubted(this.lab.a)).isEqualTo(doubted);
	}

	/** As when another shard has a primary again. */
	@ParameterizedTest
	@ValueSource(strings = { "CLUSTERDOWN x", "MASTERDOWN x", "LOADING x" })
	void anyNewTopologyEndsTheWaitForTheCluster(String error) {
		this.lab.a.fails(() -> new JedisDataException(error));
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.a);
		long start = this.lab.time.getAsLong();
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.a.received()).hasSize(2);
		assertThat(this.lab.time.getAsLong()).isEqualTo(start);
	}

	/** Slots move by the hundred while a slot is between two nodes. */
	@Test
	void onlyAnotherOwnerEndsTheWaitForASlotThatIsOnItsWay() {
		this.lab.a.fails(() -> new JedisDataException("TRYAGAIN x"));
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.a);
		long start = this.lab.time.getAsLong();
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.time.getAsLong() - start).isEqualTo(Duration.ofMillis(10).toNanos());
	}

	@Test
	void aTopologyThatCameDuringTheTryNeedsNoWait() {
		this.lab.a.fails(() -> {
			this.lab.slotIsAt(this.lab.a);
			return new JedisDataException("CLUSTERDOWN x");
		});
		long start = this.lab.time.getAsLong();
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.time.getAsLong()).isEqualTo(start);
	}

	@Test
	void withoutASlotARetryWaitsToo() {
		for (FakeNode node : List.of(this.lab.a, this.lab.b, this.lab.c)) {
			node.fails(() -> new JedisDataException("CLUSTERDOWN x"));
		}
		this.lab.executeWithoutSlot(Command.DBSIZE);
		assertThat(this.lab.waits).isNotEmpty();
	}

	@Test
	void aFailedDialIsReportedAndTheSlotsOwnerAwaited() {
		this.lab.a.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.b);
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.signals).containsExactly("CONNECT_FAILED");
		assertThat(this.lab.a.dials()).isEqualTo(1);
	}

	@Test
	void aNameThatDoesNotResolveIsReported() {
		this.lab.a.dialsFail(() -> new JedisConnectionException("no", new UnknownHostException("a")));
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessage(
					"INCR on slot 0 after 1 attempts in 5000 ms: last at a:7001: a:7001 does not answer: unknown host");
		assertThat(this.lab.signals).containsExactly("UNKNOWN_HOST");
		assertThat(this.lab.a.dials()).isEqualTo(1);
	}

	@Test
	void aNodeThatDoesNotAnswerIsAwaitedAndAskedWhenItAnswersAgain() {
		this.lab.a.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR));
		this.lab.a.dialsFail(null);
		this.lab.waits.clear();
		this.lab.meanwhile = () -> this.lab.answersAgain(this.lab.a);
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.waits).as("for the node, not for a while").containsExactly(CommandLab.POLICY.budget());
		assertThat(this.lab.a.received()).hasSize(1);
	}

	@Test
	void aNodeThatDoesNotAnswerIsNotAwaitedWhenItsSlotsAreElsewhere() {
		this.lab.a.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR));
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.b);
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.b.received()).containsExactly("INCR");
		assertThat(this.lab.a.dials()).isEqualTo(1);
	}

	@Test
	void aPoolThatWasRetiredMeanwhileCostsNothingButAnotherTry() {
		this.lab.a.fails(() -> {
			this.lab.slotIsAt(this.lab.b);
			return new JedisDataException("TRYAGAIN x");
		});
		this.lab.execute(Command.INCR);
		assertThat(this.lab.b.received()).containsExactly("INCR");
		assertThat(this.lab.waits).isEmpty();
	}

	@Test
	void anExhaustedPoolIsNotTriedAgain() {
		this.lab.a.says(() -> {
			// Two at work; a third finds no connection.
			this.lab.a.says(() -> {
				assertThatExceptionOfType(ClusterCommandException.class)
					.isThrownBy(() -> this.lab.execute(Command.INCR))
					.withMessage("INCR on slot 0 after 1 attempts in 0 ms: all 2 connections to a:7001 are in use");
				return new byte[0];
			});
			return ((String) this.lab.execute(Command.INCR)).getBytes();
		});
		this.lab.execute(Command.INCR);
		assertThat(this.lab.a.received()).hasSize(2);
	}

	// failures before a byte was written

	@ParameterizedTest
	@EnumSource(names = { "INCR", "LPUSH", "EVAL", "GET" })
	void whatWasNotSentIsTriedAgain(Command command) {
		this.lab.a.failsUnsent(CommandPathTests::reset);
		assertThat(this.lab.execute(command)).isEqualTo("OK");
		assertThat(this.lab.a.received()).hasSize(1);
		assertThat(this.lab.a.dials()).as("not on the connection that failed").isEqualTo(2);
		assertThat(this.lab.a.open()).isEqualTo(1);
		assertThat(this.lab.signals).containsExactly("CONNECT_FAILED");
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10));
		assertThat(this.lab.path.statistics().retries()).isEqualTo(1);
	}

	@Test
	void idempotentCommandThatFailsInTheEndMayHaveBeenExecuted() {
		RetryPolicy policy = new RetryPolicy(2, CommandLab.POLICY.budget(), CommandLab.POLICY.initialBackoff(),
				CommandLab.POLICY.maxBackoff(), Set.of("set"));
		try (CommandLab lab = new CommandLab(policy)) {
			lab.a.fails(CommandPathTests::reset);
			assertThat(lab.execute(Command.SET)).isEqualTo("OK");
			lab.a.fails(CommandPathTests::reset).fails(() -> new JedisDataException("TRYAGAIN later"));
			assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> lab.execute(Command.SET))
				.withMessageContaining("TRYAGAIN")
				.withMessageContaining("an earlier try may have been executed");
		}
	}

	/** The word of the last node says nothing of the first. */
	@ParameterizedTest
	@ValueSource(strings = { "NOREPLICAS Not enough good replicas", "OOM no", "MISCONF no", "NOAUTH no" })
	void idempotentCommandThatIsRefusedInTheEndMayHaveBeenExecuted(String refusal) {
		use(idempotent("SET"));
		JedisDataException error = new JedisDataException(refusal);
		this.lab.a.fails(CommandPathTests::reset).fails(() -> error);
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(Command.SET))
			.withMessage("SET on slot 0 after 2 attempts in 10 ms: an earlier try may have been executed; "
					+ "the cause says how the last one ended")
			.withCause(error);
		assertThat(this.lab.path.statistics().maybeExecuted()).isEqualTo(1);
	}

	@Test
	void idempotentCommandWhoseLoginIsRefusedInTheEndMayHaveBeenExecuted() {
		use(idempotent("SET"));
		this.lab.a.fails(() -> {
			this.lab.a.dialsFail(() -> new JedisDataException("ERR max number of clients reached"));
			return reset();
		});
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(Command.SET))
			.withCauseExactlyInstanceOf(JedisDataException.class);
	}

	private static RetryPolicy idempotent(String command) {
		RetryPolicy policy = CommandLab.POLICY;
		return new RetryPolicy(policy.maxAttempts(), policy.budget(), policy.initialBackoff(), policy.maxBackoff(),
				Set.of(command));
	}

	@Test
	void whatIsNeverSentHasNotBeenExecuted() {
		for (int i = 0; i < CommandLab.POLICY.maxAttempts(); i++) {
			this.lab.a.failsUnsent(CommandPathTests::reset);
		}
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessage("INCR on slot 0 after 6 attempts in 150 ms: last at a:7001: a:7001: connection reset")
			.withCauseInstanceOf(NothingSentException.class);
		assertThat(this.lab.a.received()).isEmpty();
		assertThat(this.lab.a.open()).isZero();
	}

	@Test
	void whatWasNotSentBehindAskingIsTriedAgainFromTheOwner() {
		this.lab.a.fails(ask(this.lab.b));
		this.lab.b.failsUnsent(CommandPathTests::reset);
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.a.received()).containsExactly("INCR", "INCR");
		assertThat(this.lab.b.received()).isEmpty();
	}

	@Test
	void aTryThatWasSentAfterOneThatWasNotMayHaveBeenExecuted() {
		this.lab.a.failsUnsent(CommandPathTests::reset);
		this.lab.a.fails(() -> new JedisConnectionException("Read timed out"));
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessageContaining("after 2 attempts");
		assertThat(this.lab.a.received()).containsExactly("INCR");
	}

	@Test
	void aConnectionThatTheNodeClosedWhileItWasFreeCostsNothing() {
		this.lab.execute(Command.INCR);
		this.lab.a.closesInSilence();
		this.lab.time.advance(Duration.ofSeconds(2));
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.signals).isEmpty();
		assertThat(this.lab.waits).isEmpty();
		assertThat(this.lab.path.statistics().retries()).isZero();
		assertThat(this.lab.a.open()).isEqualTo(1);
	}

	// replies that are lost

	@ParameterizedTest
	@EnumSource(names = { "INCR", "LPUSH", "EVAL", "SET", "DEL", "SPOP", "PUBLISH", "GETDEL", "XREADGROUP", "GETEX" })
	void whatMayHaveBeenExecutedIsNotSentTwice(Command command) {
		this.lab.a.fails(() -> new JedisConnectionException("Read timed out"));
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(command))
			.withMessage("%s on slot 0 after 1 attempts in 0 ms: may have been executed, "
					+ "its reply from a:7001 was lost", command)
			.withCauseInstanceOf(JedisConnectionException.class);
		assertThat(this.lab.a.received()).hasSize(1);
		assertThat(this.lab.path.statistics().maybeExecuted()).isEqualTo(1);
		assertThat(this.lab.signals).containsExactly("CONNECTION_LOST");
		assertThat(this.lab.a.open()).isZero();
	}

	@Test
	void whatMayHaveBeenExecutedBehindAskingIsNotSentTwice() {
		this.lab.a.fails(ask(this.lab.b));
		this.lab.b.fails(() -> new JedisConnectionException("Read timed out"));
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessageContaining("its reply from b:7002 was lost");
		assertThat(this.lab.a.received()).hasSize(1);
		assertThat(this.lab.b.received()).containsExactly("ASKING", "INCR");
	}

	@ParameterizedTest
	@EnumSource(names = { "GET", "MGET", "HGETALL", "EXISTS", "ZRANGE", "TTL" })
	void whatOnlyReadsIsSentAgain(Command command) {
		this.lab.a.fails(() -> new JedisConnectionException("Read timed out"));
		assertThat(this.lab.execute(command)).isEqualTo("OK");
		assertThat(this.lab.a.received()).hasSize(2);
		assertThat(this.lab.signals).containsExactly("CONNECTION_LOST");
	}

	// bounds

	@Test
	void eachTryEndsWithTheCommandsTimeoutAndTheLastOneAtTheBudget() {
		use(new RetryPolicy(3, Duration.ofSeconds(3), Duration.ofMillis(20), Duration.ofMillis(80)));
		Duration timeout = TestSettings.defaults().timeouts().command();
		long start = this.lab.time.getAsLong();
		this.lab.a.fails(() -> {
			this.lab.time.advance(timeout);
			return new JedisConnectionException("Read timed out");
		});
		this.lab.execute(Command.GET);
		assertThat(this.lab.a.deadlines()).extracting((deadline) -> Duration.ofNanos(deadline - start))
			.containsExactly(timeout, Duration.ofSeconds(3));
	}

	@Test
	void failsWhenItsAttemptsAreUsedUp() {
		for (int i = 0; i < 10; i++) {
			this.lab.a.fails(() -> new JedisDataException("TRYAGAIN x"));
		}
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessage("INCR on slot 0 after 6 attempts in 150 ms: last at a:7001: TRYAGAIN x");
		assertThat(this.lab.a.received()).hasSize(CommandLab.POLICY.maxAttempts());
		assertThat(this.lab.waits).extracting(Duration::toMillis).containsExactly(10L, 20L, 40L, 40L, 40L);
		assertThat(this.lab.path.statistics().retries()).as("the first try is none").isEqualTo(5);
	}

	@Test
	void isNotSentAgainWhenItsBudgetIsUsedUp() {
		use(new RetryPolicy(100, Duration.ofMillis(25), Duration.ofMillis(20), Duration.ofMillis(80)));
		for (int i = 0; i < 10; i++) {
			this.lab.a.fails(() -> new JedisDataException("TRYAGAIN x"));
		}
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessage("INCR on slot 0 after 2 attempts in 25 ms: last at a:7001: TRYAGAIN x");
		assertThat(this.lab.a.received()).hasSize(2);
		assertThat(this.lab.waits).extracting(Duration::toMillis).containsExactly(10L, 15L);
	}

	@Test
	void timeSpentAtANodeCountsAgainstTheBudget() {
		this.lab.a.fails(() -> {
			this.lab.time.advance(CommandLab.POLICY.budget());
			return new JedisConnectionException("Read timed out");
		});
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.GET))
			.isNotInstanceOf(CommandMaybeExecutedException.class);
		assertThat(this.lab.a.received()).hasSize(1);
		assertThat(this.lab.waits).isEmpty();
	}

	@Test
	void anUncoveredSlotIsAwaited() {
		this.lab.slotIsAt(null);
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.c);
		assertThat(this.lab.execute(Command.INCR)).isEqualTo("OK");
		assertThat(this.lab.signals).containsExactly("UNCOVERED_SLOT");
	}

	@Test
	void anUncoveredSlotIsAwaitedNoLongerThanTheBudget() {
		use(new RetryPolicy(2, Duration.ofMillis(100), Duration.ofMillis(20), Duration.ofMillis(80)));
		this.lab.slotIsAt(null);
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessage("INCR on slot 0 after 0 attempts in 100 ms: nobody serves it");
		assertThat(this.lab.waits).extracting(Duration::toMillis).containsExactly(10L, 20L, 40L, 30L);
	}

	@Test
	void withoutAnyPrimaryACommandWithoutASlotFailsInItsBudget() {
		this.lab.publish();
		assertThatExceptionOfType(ClusterCommandException.class)
			.isThrownBy(() -> this.lab.executeWithoutSlot(Command.PING))
			.withMessage("PING after 0 attempts in 5000 ms: nobody serves it");
	}

	@Test
	void anInterruptEndsTheWait() {
		this.lab.a.fails(() -> {
			Thread.currentThread().interrupt();
			return new JedisDataException("TRYAGAIN x");
		});
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessage("INCR on slot 0 after 1 attempts in 0 ms: interrupted");
		assertThat(Thread.interrupted()).as("the caller can see it").isTrue();
	}

	@Test
	void failsAtOnceWhenTheClientIsClosed() {
		this.lab.closeClient();
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessage("INCR on slot 0 after 1 attempts in 0 ms: the client is closed");
	}

	@Test
	void closingTheClientEndsTheWait() {
		this.lab.a.fails(() -> new JedisDataException("TRYAGAIN x"));
		this.lab.meanwhile = this.lab::closeClient;
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.withMessageEndingWith("the client is closed");
		assertThat(this.lab.waits).hasSize(1);
	}

	@Test
	void closingTheClientEndsTheWaitForAnUncoveredSlot() {
		this.lab.slotIsAt(null);
		this.lab.meanwhile = this.lab::closeClient;
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(Command.INCR));
		assertThat(this.lab.waits).hasSize(1);
	}

	@Test
	void noMessageGivesAnArgumentAway() {
		this.lab.a.fails(() -> new JedisConnectionException("Read timed out"));
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(Command.INCR))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret").doesNotContain("key"));
	}

	private static JedisConnectionException reset() {
		return new JedisConnectionException(new SocketException("Connection reset"));
	}

	private void use(RetryPolicy policy) {
		this.lab.close();
		this.lab = new CommandLab(policy);
	}

	private static Supplier<RuntimeException> moved(FakeNode target) {
		return () -> new JedisMovedDataException("MOVED 0 " + target.endpoint(), target.endpoint(), 0);
	}

	private static Supplier<RuntimeException> ask(FakeNode target) {
		return () -> new JedisAskDataException("ASK 0 " + target.endpoint(), target.endpoint(), 0);
	}

}
