package io.github.jedistopology.internal.command;

import java.net.SocketException;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.internal.connection.FakeNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SlotSession}, {@link ExecExchange} and {@link WatchExchange}.
 */
@Timeout(60)
class SlotSessionTests {

	private static final JedisDataException ABORT = new JedisDataException("EXECABORT Transaction discarded");

	private static final List<CommandArguments> INCR = List.of(new CommandArguments(Command.INCR).add("key"));

	private static final String[] TRANSACTION = { "MULTI", "INCR", "EXEC" };

	private final CommandLab lab = new CommandLab();

	private final SlotSession session = new SlotSession(this.lab.path, CommandLab.SLOT);

	@AfterEach
	void noConnectionIsKept() {
		this.session.unwatch();
		assertThat(this.lab.lentConnections()).isZero();
		assertThat(this.lab.openExchanges()).isZero();
		this.lab.close();
	}

	@Test
	void sendsAllInOneGo() {
		succeeds(this.lab.a);
		assertThat(this.session.exec(INCR)).containsExactly(1L);
		assertThat(this.lab.a.received()).containsExactly(TRANSACTION);
	}

	@Test
	void followsItsSlot() {
		this.lab.a.says(SlotSessionTests::ok)
			.fails(() -> new JedisMovedDataException("MOVED 0 b:7002", this.lab.b.endpoint(), 0))
			.fails(() -> ABORT);
		succeeds(this.lab.b);
		assertThat(this.session.exec(INCR)).containsExactly(1L);
		assertThat(this.lab.b.received()).containsExactly(TRANSACTION);
		assertThat(this.lab.signals).containsExactly("MOVED 0 b:7002 says a:7001");
	}

	@Test
	void waitsUntilItsKeysHaveMoved() {
		this.lab.a.says(SlotSessionTests::ok)
			.fails(() -> new JedisAskDataException("ASK 0 b:7002", this.lab.b.endpoint(), 0))
			.fails(() -> ABORT);
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.b);
		succeeds(this.lab.b);
		assertThat(this.session.exec(INCR)).containsExactly(1L);
		assertThat(this.lab.b.received()).as("no ASKING").containsExactly(TRANSACTION);
	}

	@Test
	void whatRedisRefusesIsTheCallers() {
		JedisDataException wrong = new JedisDataException("ERR wrong number of arguments");
		this.lab.a.says(SlotSessionTests::ok).fails(() -> wrong).fails(() -> new JedisDataException("EXECABORT no"));
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> this.session.exec(INCR))
			.withMessage("EXECABORT no")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).containsExactly(wrong));
		assertThat(this.lab.a.received()).hasSize(3);
	}

	@Test
	void lostReplyLeavesItInDoubt() {
		this.lab.a.says(SlotSessionTests::ok).says(SlotSessionTests::ok).fails(SlotSessionTests::lost);
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.session.exec(INCR))
			.withMessageStartingWith("EXEC on slot 0");
		assertThat(this.lab.a.received()).containsExactly(TRANSACTION);
	}

	@Test
	void refusedMultiLeavesItInDoubt() {
		this.lab.a.fails(() -> new JedisDataException("NOPERM"))
			.says(() -> 1L)
			.fails(() -> new JedisDataException("ERR"));
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.session.exec(INCR))
			.withMessageContaining("one by one");
	}

	@Test
	void watchedTransactionStaysOnItsConnection() {
		watch();
		assertThat(this.lab.lentConnections()).isEqualTo(1);
		assertThat(this.session.execute(CommandLab.command(Command.GET))).isEqualTo("OK");
		succeeds(this.lab.a);
		assertThat(this.session.exec(INCR)).containsExactly(1L);
		assertThat(this.lab.a.received()).containsExactly("WATCH", "GET", "MULTI", "INCR", "EXEC");
		assertThat(this.lab.a.dials()).isEqualTo(1);
		assertThat(this.lab.lentConnections()).isZero();
	}

	@Test
	void watchFollowsItsSlot() {
		this.lab.a.fails(() -> new JedisMovedDataException("MOVED 0 b:7002", this.lab.b.endpoint(), 0));
		watch();
		assertThat(this.lab.b.received()).containsExactly("WATCH");
	}

	@Test
	void watchWaitsUntilItsKeysHaveMoved() {
		this.lab.a.fails(() -> new JedisAskDataException("ASK 0 b:7002", this.lab.b.endpoint(), 0));
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.b);
		watch();
		assertThat(this.lab.b.received()).as("no ASKING").containsExactly("WATCH");
		assertThat(this.lab.lentConnections()).as("watching").isEqualTo(1);
	}

	@Test
	void changeOfAWatchedKeyIsNoFailure() {
		watch();
		this.lab.a.says(SlotSessionTests::ok).says(SlotSessionTests::ok).says(() -> null);
		assertThat(this.session.exec(INCR)).isNull();
	}

	@Test
	void watchedTransactionDoesNotFollowItsSlot() {
		watch();
		this.lab.a.says(SlotSessionTests::ok)
			.fails(() -> new JedisMovedDataException("MOVED 0 b:7002", this.lab.b.endpoint(), 0))
			.fails(() -> ABORT);
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.session.exec(INCR))
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessage("EXEC on slot 0 was refused by a:7001, where keys are watched: MOVED 0 b:7002. "
					+ "Nothing was executed; begin again");
		assertThat(this.lab.signals).containsExactly("MOVED 0 b:7002 says a:7001");
		assertThat(this.lab.b.received()).isEmpty();
	}

	@Test
	void watchedTransactionWhoseConnectionIsGoneWasNotExecuted() {
		watch();
		this.lab.a.failsUnsent(() -> new JedisConnectionException("gone"));
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.session.exec(INCR))
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessageContaining("Nothing was executed; begin again");
	}

	@Test
	void watchedTransactionWhoseReplyIsLostIsInDoubt() {
		watch();
		this.lab.a.says(SlotSessionTests::ok).says(SlotSessionTests::ok).fails(SlotSessionTests::lost);
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.session.exec(INCR));
		assertThat(this.lab.path.statistics().maybeExecuted()).isEqualTo(1);
	}

	@Test
	void unwatchGivesTheConnectionBack() {
		this.session.unwatch();
		watch();
		this.session.unwatch();
		assertThat(this.lab.a.received()).containsExactly("WATCH", "UNWATCH");
		assertThat(this.lab.lentConnections()).isZero();
		assertThat(this.lab.openConnections()).isEqualTo(1);
	}

	@Test
	void connectionThatMayStillWatchIsNotUsedAgain() {
		watch();
		this.lab.a.fails(SlotSessionTests::lost);
		this.session.unwatch();
		assertThat(this.lab.openConnections()).isZero();
	}

	@Test
	void watchWhoseConnectionIsLostIsNotForgotten() {
		watch();
		this.lab.a.failsUnsent(() -> new JedisConnectionException("gone"));
		assertThatExceptionOfType(ClusterCommandException.class)
			.isThrownBy(() -> this.session.execute(CommandLab.command(Command.GET)))
			.withMessageContaining("Nothing was executed; begin again");
		assertThatItIsKnownToBeLost();
	}

	@Test
	void watchThatLosesItsSlotIsNotForgotten() {
		watch();
		this.lab.a.fails(() -> new JedisMovedDataException("MOVED 0 b:7002", this.lab.b.endpoint(), 0));
		assertThatExceptionOfType(ClusterCommandException.class)
			.isThrownBy(() -> this.session.execute(CommandLab.command(Command.GET)));
		assertThatItIsKnownToBeLost();
	}

	/** What is read next on such a connection could be anything. */
	@Test
	void watchOnAConnectionWhoseReplyMakesNoSenseIsLost() {
		watch();
		this.lab.a.says(() -> 1L);
		assertThatExceptionOfType(ClassCastException.class)
			.isThrownBy(() -> this.session.execute(CommandLab.command(Command.GET)));
		assertThatItIsKnownToBeLost();
	}

	@Test
	void watchOnAConnectionThatWasClosedMeanwhileIsLost() {
		watch();
		this.lab.a.closesItsConnections();
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.session.exec(INCR))
			.isNotInstanceOf(CommandMaybeExecutedException.class);
		assertThat(this.lab.a.received()).containsExactly("WATCH");
	}

	private void assertThatItIsKnownToBeLost() {
		assertThat(this.lab.openConnections()).as("connections that watch").isZero();
		assertIsRefused(this.session::requireWatch);
		assertIsRefused(() -> this.session.exec(INCR));
		assertIsRefused(this::watch);
		assertThat(this.lab.a.received()).doesNotContain("MULTI").containsOnlyOnce("WATCH");
		this.session.unwatch();
		succeeds(this.lab.dialer.node(this.lab.owner()));
		this.session.requireWatch();
		assertThat(this.session.exec(INCR)).containsExactly(1L);
	}

	private static void assertIsRefused(ThrowingCallable call) {
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(call)
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessageContaining("is not watched any more")
			.withCauseInstanceOf(RuntimeException.class);
	}

	@Test
	void commandThatFailsLeavesTheWatch() {
		watch();
		this.lab.a.fails(() -> new JedisDataException("WRONGTYPE no"));
		assertThatExceptionOfType(JedisDataException.class)
			.isThrownBy(() -> this.session.execute(CommandLab.command(Command.GET)));
		this.session.requireWatch();
		succeeds(this.lab.a);
		assertThat(this.session.exec(INCR)).containsExactly(1L);
		assertThat(this.lab.a.dials()).isEqualTo(1);
	}

	@Test
	void connectionThatMustNotUnwatchIsNotUsedAgain() {
		watch();
		this.lab.a.fails(() -> new JedisAccessControlException("NOPERM no permissions to run 'unwatch'"));
		this.session.unwatch();
		assertThat(this.lab.openConnections()).isZero();
	}

	@Test
	void refusesToWaitForReplicasInATransaction() {
		assertThatExceptionOfType(ClusterCommandException.class)
			.isThrownBy(() -> this.session.exec(List.of(new CommandArguments(Command.WAIT).add("1").add("0"))))
			.withMessageStartingWith("WAIT ");
		assertThat(this.lab.a.received()).isEmpty();
	}

	/** Jedis would read without a time-out. */
	@Test
	void refusesToWaitOnTheConnectionThatWatches() {
		watch();
		CommandArguments blpop = new CommandArguments(Command.BLPOP).add("key").add(0).blocking();
		assertThatExceptionOfType(ClusterCommandException.class)
			.isThrownBy(() -> this.session.execute(new CommandObject<>(blpop, BuilderFactory.STRING_LIST)))
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessageStartingWith("BLPOP on slot 0 waits at its node")
			.withMessageEndingWith("expected before WATCH, or by the client itself");
		CommandArguments wait = new CommandArguments(Command.WAIT).add("1").add("0");
		assertThatExceptionOfType(ClusterCommandException.class)
			.isThrownBy(() -> this.session.execute(new CommandObject<>(wait, BuilderFactory.LONG)))
			.withMessageContaining("getConnectionFromSlot");
		assertThat(this.lab.a.received()).containsExactly("WATCH");
		this.session.requireWatch();
		this.session.unwatch();
		this.lab.a.says(() -> List.of(SafeEncoder.encode("key"), SafeEncoder.encode("value")));
		assertThat(this.session.execute(new CommandObject<>(blpop, BuilderFactory.STRING_LIST))).containsExactly("key",
				"value");
	}

	private void watch() {
		this.session.watch(new CommandObject<>(new CommandArguments(Command.WATCH).add("key"), BuilderFactory.STRING));
	}

	private static void succeeds(FakeNode node) {
		node.says(SlotSessionTests::ok).says(() -> SafeEncoder.encode("QUEUED")).says(() -> List.of(1L));
	}

	private static Object ok() {
		return SafeEncoder.encode("OK");
	}

	private static JedisConnectionException lost() {
		return new JedisConnectionException(new SocketException("reset"));
	}

}
