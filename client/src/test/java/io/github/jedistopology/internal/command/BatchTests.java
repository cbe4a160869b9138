package io.github.jedistopology.internal.command;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

import io.github.jedistopology.PipelinedCommandException;
import io.github.jedistopology.Redirection;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.internal.connection.FakeNode;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;

import static io.github.jedistopology.internal.command.CommandLab.SLOT;
import static io.github.jedistopology.internal.command.CommandLab.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * Tests for {@link Batch}, {@link BatchEntry}, {@link BatchPart} and {@link WindowOrder}.
 * Node {@code a} owns {@link CommandLab#SLOT} and {@link #OTHER_OF_A}.
 */
@Timeout(60)
class BatchTests {

	private static final int OTHER_OF_A = 301;

	private static final int OF_B = 150;

	private static final int OF_C = 250;

	/** As many as go to a node before its replies are read. */
	private static final int WINDOW = 512;

	private CommandLab lab = new CommandLab();

	@AfterEach
	void noConnectionIsKept() {
		assertThat(this.lab.lentConnections()).isZero();
		assertThat(this.lab.openExchanges()).isZero();
		this.lab.close();
	}

	@Test
	void repliesAreInTheOrderOfTheCommands() {
		this.lab.a.says(() -> 1L).says(() -> null);
		this.lab.b.says(() -> 2L).says(() -> 4L);
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR), on(OTHER_OF_A, Command.GET),
				on(OF_B, Command.DECR)))
			.containsExactly(1L, 2L, null, 4L);
		assertThat(this.lab.a.received()).containsExactly("INCR", "GET");
		assertThat(this.lab.b.received()).containsExactly("INCR", "DECR");
		assertThat(this.lab.executeAll()).isEmpty();
	}

	@Test
	void allNodesHaveTheirPartBeforeTheFirstReplyIsRead() {
		warm();
		for (FakeNode node : List.of(this.lab.a, this.lab.b, this.lab.c)) {
			node.says(() -> {
				assertThat(this.lab.a.received()).contains("INCR");
				assertThat(this.lab.b.received()).contains("INCR");
				assertThat(this.lab.c.received()).contains("INCR");
				return 1L;
			});
		}
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR), on(OF_C, Command.INCR)))
			.containsOnly(1L);
	}

	@Test
	void repliesOfANodeAreReadWhileAnotherIsSilent() {
		warm();
		List<String> read = new ArrayList<>();
		this.lab.a.answersWhen(() -> read.contains("b") && this.lab.b.exchanges() == 0);
		this.lab.a.says(() -> read.add("a"));
		this.lab.b.says(() -> read.add("b"));
		this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR));
		assertThat(read).containsExactly("b", "a");
	}

	@Test
	void aNodeWhoseConnectionsAreInUseIsServedWhileAnotherIsSilent() {
		warm();
		NodePool pool = this.lab.pool(this.lab.b);
		Deque<NodeConnection> inUse = new ArrayDeque<>(
				List.of(pool.borrow(Long.MAX_VALUE), pool.borrow(Long.MAX_VALUE)));
		List<String> read = new ArrayList<>();
		this.lab.a.says(() -> read.add("a"));
		this.lab.b.says(() -> read.add("b"));
		AtomicInteger glances = new AtomicInteger();
		this.lab.a.answersWhen(() -> {
			if (glances.incrementAndGet() == 10) {
				inUse.forEach(pool::giveBack);
			}
			return read.contains("b") || glances.get() == 1000;
		});
		this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR));
		assertThat(read).containsExactly("b", "a");
	}

	@Test
	void aNodeWithoutAConnectionIsDialledWhileAnotherIsSilent() {
		this.lab.close();
		this.lab = new CommandLab(CommandLab.POLICY, Thread::new);
		warm();
		FakeNode cold = this.lab.dialer.node("cold", 7009);
		List<String> read = new CopyOnWriteArrayList<>();
		this.lab.a.fails(ask(cold)).fails(ask(this.lab.b));
		cold.says(() -> read.add("cold"));
		this.lab.b.says(() -> read.add("b"));
		Instant limit = Instant.now().plusSeconds(20);
		this.lab.b.answersWhen(() -> read.contains("cold") || Instant.now().isAfter(limit));
		this.lab.executeAll(on(SLOT, Command.INCR), on(OTHER_OF_A, Command.INCR));
		assertThat(read).containsExactly("cold", "b");
		assertThat(cold.dials()).isEqualTo(1);
	}

	/** Others could be waiting for what it holds. */
	@Test
	void whoHoldsAConnectionWaitsForNoOther() {
		Supplier<RuntimeException> nothingHeld = () -> {
			assertThat(this.lab.lentConnections()).as("but the one that is being opened").isEqualTo(1);
			return null;
		};
		this.lab.a.dialsFail(nothingHeld);
		this.lab.b.dialsFail(nothingHeld);
		assertThat(this.lab.executeAll(on(SLOT, Command.GET), on(OF_B, Command.GET))).hasSize(2).doesNotContainNull();
		assertThat(this.lab.a.dials() + this.lab.b.dials()).isEqualTo(2);
	}

	@Test
	void manyCommandsGoWindowByWindow() {
		List<Integer> sentBefore = new ArrayList<>();
		IntStream.range(0, 3 * WINDOW).forEach((i) -> this.lab.a.says(() -> {
			sentBefore.add(this.lab.a.received().size());
			return (long) i;
		}));
		assertThat(this.lab.executeAll(many(3 * WINDOW, Command.INCR)))
			.containsExactlyElementsOf(IntStream.range(0, 3 * WINDOW).mapToObj((i) -> (Object) (long) i).toList());
		assertThat(Set.copyOf(sentBefore)).containsExactlyInAnyOrder(WINDOW, 2 * WINDOW, 3 * WINDOW);
		assertThat(this.lab.a.dials()).isEqualTo(1);
	}

	@Test
	void largeCommandsGoAFewAtATime() {
		byte[] large = new byte[200 * 1024];
		this.lab.a.says(() -> {
			assertThat(this.lab.a.received()).hasSize(2);
			return 1L;
		});
		BatchCommand command = on(SLOT, Command.APPEND);
		command.arguments().add(large);
		this.lab.executeAll(command, command, command);
		assertThat(this.lab.a.received()).hasSize(3);
	}

	@Test
	void eachWindowHasTheTimeOfACommand() {
		this.lab.a.says(() -> {
			this.lab.time.advance(Duration.ofSeconds(1));
			return 1L;
		});
		long start = this.lab.time.getAsLong();
		this.lab.executeAll(many(WINDOW + 1, Command.INCR));
		assertThat(this.lab.a.deadlines()).extracting((deadline) -> Duration.ofNanos(deadline - start))
			.containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
	}

	@Test
	void anErrorOfACommandsOwnIsItsReply() {
		JedisDataException error = new JedisDataException("WRONGTYPE no");
		this.lab.a.fails(() -> error);
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(SLOT, Command.GET))).first().isSameAs(error);
		assertThat(this.lab.a.received()).containsExactly("INCR", "GET");
		assertThat(this.lab.a.open()).isEqualTo(1);
	}

	@Test
	void commandsWithoutASlotGoToOnePrimary() {
		this.lab.executeAll(on(CommandPath.NO_SLOT, Command.PUBLISH), on(CommandPath.NO_SLOT, Command.PUBLISH));
		assertThat(List.of(this.lab.a.received(), this.lab.b.received(), this.lab.c.received()))
			.containsOnlyOnce(List.of("PUBLISH", "PUBLISH"));
	}

	// redirections

	@Test
	void movedCommandsGoToTheNewOwnerAtOnceAndInOrder() {
		this.lab.a.fails(moved(this.lab.b)).fails(moved(this.lab.b));
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(SLOT, Command.DECR), on(OTHER_OF_A, Command.GET)))
			.hasSize(3)
			.noneMatch(Exception.class::isInstance);
		assertThat(this.lab.b.received()).containsExactly("INCR", "DECR");
		assertThat(this.lab.waits).isEmpty();
		assertThat(this.lab.signals).containsOnly("MOVED 0 b:7002 says a:7001");
		assertThat(this.lab.path.statistics().redirections(Redirection.MOVED)).isEqualTo(2);
		assertThat(this.lab.path.statistics().retries()).isZero();
	}

	@Test
	void askedCommandsGoThereWithAskingBeforeEach() {
		this.lab.a.fails(ask(this.lab.b)).says(() -> 1L).fails(ask(this.lab.b));
		this.lab.b.says(() -> 2L).fails(() -> new JedisDataException("WRONGTYPE no"));
		List<Object> replies = this.lab.executeAll(on(SLOT, Command.INCR), on(SLOT, Command.DECR),
				on(SLOT, Command.APPEND));
		assertThat(replies).startsWith(2L, 1L).last(as(throwable(Exception.class))).hasMessage("WRONGTYPE no");
		assertThat(this.lab.b.received()).containsExactly("ASKING", "INCR", "ASKING", "APPEND");
		assertThat(this.lab.signals).isEmpty();
	}

	@Test
	void aCommandWhoseKeysNobodyKnowsGoesWhereItIsSent() {
		for (FakeNode wrong : List.of(this.lab.a, this.lab.b)) {
			wrong.fails(moved(this.lab.c));
		}
		this.lab.executeAll(on(CommandPath.NO_SLOT, Command.GET));
		assertThat(this.lab.c.received()).containsExactly("GET");
	}

	@Test
	void redirectionsThatNeverEndDo() {
		for (int i = 0; i < CommandLab.POLICY.maxAttempts(); i++) {
			this.lab.a.fails(moved(this.lab.b));
			this.lab.b.fails(moved(this.lab.a));
		}
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR))).singleElement(as(type(PipelinedCommandException.class)))
			.satisfies((ex) -> {
				assertThat(ex.maybeExecuted()).isFalse();
				assertThat(ex.command()).isEqualTo("INCR");
				assertThat(ex.slot()).isEqualTo(SLOT);
				assertThat(ex.node()).isEqualTo(this.lab.b.endpoint());
				assertThat(ex).hasMessageStartingWith("INCR on slot 0 after 6 attempts in 70 ms: last at b:7002: MOVED")
					.hasCauseInstanceOf(JedisMovedDataException.class);
			});
	}

	// order

	@Test
	void laterCommandsOfASlotWaitForTheFirst() {
		this.lab.a.fails(() -> new JedisDataException("TRYAGAIN later"));
		BatchCommand[] commands = many(WINDOW + 1, Command.GET);
		commands[0] = on(SLOT, Command.INCR);
		for (int i = 1; i < WINDOW; i++) {
			commands[i] = on(OTHER_OF_A, Command.GET);
		}
		commands[WINDOW] = on(SLOT, Command.DECR);
		this.lab.executeAll(commands);
		assertThat(this.lab.a.received()).endsWith("GET", "INCR", "DECR").hasSize(WINDOW + 2);
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10));
	}

	/** Its node executes what is behind it, and has it wait for a key that moves. */
	@Test
	void nothingOvertakesACommandWithSeveralKeys() {
		this.lab.a.fails(() -> new JedisDataException("TRYAGAIN Multiple keys request during rehashing of slot"));
		this.lab.executeAll(onKeys(SLOT, Command.MSET), on(SLOT, Command.SET), on(SLOT, Command.GET),
				on(OTHER_OF_A, Command.INCR));
		assertThat(this.lab.a.received()).containsExactly("MSET", "INCR", "MSET", "SET", "GET");
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10));
	}

	@Test
	void nothingOvertakesACommandWithSeveralKeysAtTheImportingNode() {
		this.lab.a.fails(ask(this.lab.b)).fails(ask(this.lab.b));
		this.lab.b.fails(() -> new JedisDataException("TRYAGAIN Multiple keys request during rehashing of slot"))
			.says(() -> {
				assertThat(this.lab.a.received()).doesNotContain("SET");
				return "OK";
			});
		assertThat(this.lab.executeAll(onKeys(SLOT, Command.MSET), on(SLOT, Command.SET), on(SLOT, Command.GET)))
			.noneMatch(Exception.class::isInstance);
		assertThat(this.lab.a.received()).containsExactly("MSET", "MSET", "SET", "GET");
		assertThat(this.lab.b.received()).containsExactly("ASKING", "MSET", "ASKING", "MSET");
	}

	@Test
	void readsFollowReadsWithSeveralKeysInOneGo() {
		this.lab.a.says(() -> {
			assertThat(this.lab.a.received()).containsExactly("GET", "MGET", "GET", "MGET", "INCR");
			return "OK";
		});
		this.lab.executeAll(on(SLOT, Command.GET), onKeys(SLOT, Command.MGET), on(SLOT, Command.GET),
				onKeys(SLOT, Command.MGET), on(SLOT, Command.SET), on(SLOT, Command.GET), on(OTHER_OF_A, Command.INCR));
		assertThat(this.lab.a.received()).endsWith("INCR", "SET", "GET");
	}

	@Test
	void manyCommandsWithSeveralKeysStayInOrder() {
		BatchCommand[] commands = many(3 * WINDOW, Command.GET);
		for (int i = 0; i < commands.length; i += 3) {
			commands[i] = onKeys((i % 2 == 0) ? SLOT : OTHER_OF_A, Command.MSET);
			commands[i].arguments().add(i);
		}
		this.lab.executeAll(commands);
		assertThat(this.lab.a.received()).hasSize(3 * WINDOW);
		assertThat(this.lab.a.commands()).filteredOn((command) -> command.startsWith("MSET"))
			.isSortedAccordingTo(Comparator.comparing((command) -> Integer.valueOf(command.split(" ")[3])));
	}

	@Test
	void whatCanGoOnDoesNotWaitForWhatCannot() {
		this.lab.a.fails(() -> new JedisDataException("LOADING x"));
		this.lab.b.fails(ask(this.lab.c));
		this.lab.c.says(() -> {
			assertThat(this.lab.waits).isEmpty();
			return 1L;
		});
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR))).element(1).isEqualTo(1L);
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10));
	}

	// failures

	@ParameterizedTest
	@ValueSource(strings = { "TRYAGAIN x", "CLUSTERDOWN x", "MASTERDOWN x", "LOADING x", "READONLY x" })
	void whatWasNotExecutedIsTriedAgainAWhileLater(String error) {
		this.lab.a.fails(() -> new JedisDataException(error)).says(() -> 1L).fails(() -> new JedisDataException(error));
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(OTHER_OF_A, Command.INCR)))
			.noneMatch(Exception.class::isInstance);
		assertThat(this.lab.waits).containsExactly(Duration.ofMillis(10), Duration.ofMillis(20));
		assertThat(this.lab.path.statistics().retries()).isEqualTo(2);
	}

	@Test
	void whoSaysClusterDownMayBeSomebodyElse() {
		this.lab.a.fails(() -> new JedisDataException("CLUSTERDOWN x"));
		this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR));
		assertThat(this.lab.isDoubted(this.lab.a)).isTrue();
		assertThat(this.lab.isDoubted(this.lab.b)).isFalse();
	}

	/** It would do the same if nothing came by then on a node that is well. */
	@Test
	void aCommandThatWaitsOnPurposeSaysNothingOfItsNode() {
		BatchCommand waiting = on(SLOT, Command.BLPOP);
		waiting.arguments().blocking();
		for (int i = 0; i < 3; i++) {
			this.lab.a.fails(BatchTests::timedOut);
			assertThat(this.lab.executeAll(waiting)).singleElement(as(type(PipelinedCommandException.class)))
				.returns(true, PipelinedCommandException::maybeExecuted);
		}
		assertThat(this.lab.signals).doesNotContain("SUSPECTED a:7001");
	}

	@Test
	void aNodeThatOwesAnotherReplyIsSuspectedWhateverComesNext() {
		BatchCommand waiting = on(SLOT, Command.BLPOP);
		waiting.arguments().blocking();
		this.lab.a.fails(BatchTests::timedOut).fails(BatchTests::timedOut);
		this.lab.executeAll(on(SLOT, Command.INCR), waiting);
		this.lab.executeAll(on(SLOT, Command.INCR), waiting);
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR))).singleElement(as(throwable(Exception.class)))
			.hasMessageContaining("a:7001 does not answer: 2 commands in a row had no reply");
	}

	@Test
	void whatWasNotSentIsSentOnAnotherConnection() {
		this.lab.a.failsUnsent(BatchTests::reset);
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(OTHER_OF_A, Command.INCR)))
			.noneMatch(Exception.class::isInstance);
		assertThat(this.lab.a.received()).containsExactly("INCR", "INCR");
		assertThat(this.lab.a.dials()).isEqualTo(2);
	}

	@Test
	void aLostConnectionLeavesOneWindowInDoubt() {
		this.lab.a.says(() -> 1L).fails(BatchTests::reset);
		List<Object> replies = this.lab.executeAll(many(WINDOW + 100, Command.INCR));
		assertThat(replies.get(0)).isEqualTo(1L);
		assertThat(replies.subList(1, WINDOW)).allSatisfy(
				(reply) -> assertThat(reply).asInstanceOf(type(PipelinedCommandException.class)).satisfies((ex) -> {
					assertThat(ex.maybeExecuted()).isTrue();
					assertThat(ex).hasMessageContaining("INCR on slot 0")
						.hasMessageContaining("may have been executed, its reply from a:7001 was lost")
						.hasMessageNotContaining("secret")
						.hasMessageNotContaining("key");
				}));
		assertThat(replies.subList(WINDOW, WINDOW + 100)).noneMatch(Exception.class::isInstance);
		assertThat(this.lab.a.received()).as("nothing is sent twice").hasSize(WINDOW + 100);
		assertThat(this.lab.a.dials()).isEqualTo(2);
	}

	@Test
	void whatHasNoTimeLeftIsNotSent() {
		this.lab.a.fails(() -> {
			this.lab.time.advance(CommandLab.POLICY.budget());
			return reset();
		});
		List<Object> replies = this.lab.executeAll(many(WINDOW + 1, Command.INCR));
		assertThat(replies.get(WINDOW)).asInstanceOf(type(PipelinedCommandException.class))
			.returns(false, PipelinedCommandException::maybeExecuted);
		assertThat(this.lab.a.received()).hasSize(WINDOW);
	}

	@Test
	void readsAndWhatIsIdempotentAreSentAgain() {
		RetryPolicy policy = new RetryPolicy(6, CommandLab.POLICY.budget(), CommandLab.POLICY.initialBackoff(),
				CommandLab.POLICY.maxBackoff(), Set.of("SET"));
		this.lab.close();
		this.lab = new CommandLab(policy);
		this.lab.a.fails(BatchTests::reset);
		List<Object> replies = this.lab.executeAll(on(SLOT, Command.GET), on(SLOT, Command.INCR),
				on(SLOT, Command.SET));
		assertThat(replies.get(0)).isInstanceOf(byte[].class);
		assertThat(replies.get(1)).isInstanceOf(PipelinedCommandException.class);
		assertThat(replies.get(2)).isInstanceOf(byte[].class);
		assertThat(this.lab.a.received()).containsExactly("GET", "INCR", "SET", "GET", "SET");
	}

	@Test
	void whatIsRefusedInTheEndMayHaveBeenExecutedBefore() {
		this.lab.close();
		this.lab = new CommandLab(new RetryPolicy(6, CommandLab.POLICY.budget(), CommandLab.POLICY.initialBackoff(),
				CommandLab.POLICY.maxBackoff(), Set.of("SET")));
		JedisDataException refusal = new JedisDataException("NOREPLICAS Not enough good replicas to write.");
		this.lab.a.fails(BatchTests::reset).fails(() -> refusal);
		assertThat(this.lab.executeAll(on(SLOT, Command.SET))).singleElement(as(type(PipelinedCommandException.class)))
			.satisfies((ex) -> assertThat(ex).hasCause(refusal))
			.returns(true, PipelinedCommandException::maybeExecuted);
		assertThat(this.lab.path.statistics().maybeExecuted()).isEqualTo(1);
	}

	@Test
	void aReplyThatNobodyUnderstandsMakesTheConnectionUseless() {
		this.lab.a.fails(() -> new NegativeArraySizeException("a length of -5"));
		List<Object> replies = this.lab.executeAll(on(SLOT, Command.INCR), on(SLOT, Command.GET));
		assertThat(replies.get(0)).asInstanceOf(type(PipelinedCommandException.class))
			.returns(true, PipelinedCommandException::maybeExecuted);
		assertThat(replies.get(1)).isInstanceOf(byte[].class);
		assertThat(this.lab.a.dials()).isEqualTo(2);
	}

	@Test
	void aNodeThatDoesNotAnswerFailsItsOwnCommandsAfterOneBudget() {
		this.lab.a.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		long start = this.lab.time.getAsLong();
		List<Object> replies = this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR),
				on(SLOT, Command.GET), on(OTHER_OF_A, Command.GET));
		assertThat(replies.get(1)).isInstanceOf(byte[].class);
		assertThat(List.of(replies.get(0), replies.get(2), replies.get(3)))
			.allSatisfy((reply) -> assertThat(reply).asInstanceOf(type(PipelinedCommandException.class))
				.returns(false, PipelinedCommandException::maybeExecuted)
				.extracting(Throwable::getMessage)
				.asString()
				.contains("a:7001 does not answer: connection refused"));
		assertThat(this.lab.time.getAsLong() - start).isEqualTo(CommandLab.POLICY.budget().toNanos());
		assertThat(this.lab.a.dials()).isEqualTo(1);
	}

	@Test
	void aNodeThatDoesNotAnswerIsAwaitedOrItsSuccessor() {
		this.lab.a.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.b);
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(SLOT, Command.DECR)))
			.noneMatch(Exception.class::isInstance);
		assertThat(this.lab.b.received()).containsExactly("INCR", "DECR");
	}

	@Test
	void allCommandsOfALoadingNodeShareOneBudget() {
		this.lab.close();
		this.lab = new CommandLab(
				new RetryPolicy(1000, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(1)));
		IntStream.range(0, 20 * WINDOW).forEach((i) -> this.lab.a.fails(() -> new JedisDataException("LOADING x")));
		long start = this.lab.time.getAsLong();
		assertThat(this.lab.executeAll(many(3 * WINDOW, Command.INCR)))
			.allMatch((reply) -> reply instanceof PipelinedCommandException ex && !ex.maybeExecuted());
		assertThat(this.lab.time.getAsLong() - start).isEqualTo(Duration.ofSeconds(5).toNanos());
	}

	@Test
	void anUncoveredSlotIsAwaited() {
		this.lab.slotIsAt(null);
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.c);
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR)))
			.noneMatch(Exception.class::isInstance);
		assertThat(this.lab.c.received()).containsExactly("INCR");
		this.lab.slotIsAt(null);
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.INCR)))
			.first(as(throwable(Exception.class)))
			.hasMessage("INCR on slot 0 after 0 attempts in 5000 ms: nobody serves it");
	}

	@Test
	void anInterruptEndsTheWaitAndIsKept() {
		this.lab.a.fails(() -> new JedisDataException("TRYAGAIN x"));
		Thread.currentThread().interrupt();
		try {
			assertThat(this.lab.executeAll(on(SLOT, Command.INCR))).singleElement(as(throwable(Exception.class)))
				.hasMessage("INCR on slot 0 after 1 attempts in 0 ms: interrupted");
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void aClosedClientFailsWhatIsOpen() {
		this.lab.closeClient();
		assertThat(this.lab.executeAll(on(SLOT, Command.INCR), on(OF_B, Command.GET)))
			.allSatisfy((reply) -> assertThat(reply).asInstanceOf(type(PipelinedCommandException.class))
				.returns(false, PipelinedCommandException::maybeExecuted)
				.extracting(Throwable::getMessage)
				.asString()
				.endsWith("the client is closed"));
	}

	/** Each node has a free connection. */
	private void warm() {
		this.lab.executeAll(on(SLOT, Command.PING), on(OF_B, Command.PING), on(OF_C, Command.PING));
	}

	private static BatchCommand onKeys(int slot, Command command) {
		return new BatchCommand(new CommandArguments(command).key("key").key("other"), slot);
	}

	private static BatchCommand[] many(int count, Command command) {
		return Collections.nCopies(count, on(SLOT, command)).toArray(BatchCommand[]::new);
	}

	private static Supplier<RuntimeException> moved(FakeNode target) {
		return () -> new JedisMovedDataException("MOVED 0 " + target.endpoint(), target.endpoint(), SLOT);
	}

	private static Supplier<RuntimeException> ask(FakeNode target) {
		return () -> new JedisAskDataException("ASK 0 " + target.endpoint(), target.endpoint(), SLOT);
	}

	private static RuntimeException timedOut() {
		return new JedisConnectionException(new SocketTimeoutException("Read timed out"));
	}

	private static RuntimeException reset() {
		return new JedisConnectionException(new SocketException("Connection reset"));
	}

}
