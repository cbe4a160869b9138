package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.internal.connection.FakeNode;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BlockingCommand} and {@link Vigil}.
 */
@Timeout(60)
class BlockingCommandTests {

	private static final String DEMOTED = "UNBLOCKED force unblock from blocking operation, instance state changed "
			+ "(master -> replica?)";

	private static final String UNBLOCKED = "UNBLOCKED client unblocked via CLIENT UNBLOCK";

	private final CommandLab lab = new CommandLab();

	@AfterEach
	void noConnectionIsKept() {
		Thread.interrupted();
		assertThat(this.lab.lentConnections()).isZero();
		assertThat(this.lab.openExchanges()).isZero();
		this.lab.close();
	}

	@Test
	void waitsOnAConnectionOfItsOwn() {
		this.lab.execute(Command.GET);
		assertThat(this.lab.execute(pop("30"))).isNotNull();
		assertThat(this.lab.a.commands()).endsWith("CLIENT ID", "BLPOP key 30");
		assertThat(this.lab.a.open()).isEqualTo(2);
		assertThat(this.lab.a.timeouts()).containsExactly("infinite", "rolled back");
	}

	@Test
	void leavesOtherCommandsTheirConnections() {
		// The pool has two connections.
		for (int i = 0; i < 3; i++) {
			this.lab.a.says(() -> this.lab.execute(pop("0")));
		}
		this.lab.a.says(() -> SafeEncoder.encode(String.valueOf(this.lab.execute(Command.GET))));
		assertThat(this.lab.execute(pop("0"))).isEqualTo(SafeEncoder.encode("OK"));
	}

	@Test
	void isRedirectedAtOnceWithTheSameTime() {
		this.lab.a.fails(moved(this.lab.b));
		this.lab.b.fails(ask(this.lab.c));
		this.lab.execute(pop("30"));
		assertThat(this.lab.b.commands()).containsExactly("CLIENT ID", "BLPOP key 30");
		assertThat(this.lab.c.commands()).containsExactly("CLIENT ID", "ASKING", "BLPOP key 30");
		assertThat(this.lab.waits).isEmpty();
	}

	@Test
	void goesOnAtTheNewOwnerWithTheTimeThatIsLeft() {
		this.lab.a.fails(() -> {
			this.lab.time.advance(Duration.ofSeconds(10));
			return moved(this.lab.b).get();
		});
		this.lab.execute(pop("30"));
		assertThat(this.lab.b.commands()).containsExactly("CLIENT ID", "BLPOP key 20.000");
	}

	@Test
	void itsOwnTimeIsNotTheBudgets() {
		this.lab.a.fails(() -> {
			this.lab.time.advance(CommandLab.POLICY.budget().multipliedBy(3));
			return moved(this.lab.b).get();
		});
		assertThat(this.lab.execute(pop("0"))).isNotNull();
		assertThat(this.lab.b.commands()).contains("BLPOP key 0");
	}

	@Test
	void aDemotedNodeEndsTheWait() {
		this.lab.a.fails(() -> {
			this.lab.time.advance(Duration.ofSeconds(1));
			this.lab.slotIsAt(this.lab.b);
			return new JedisDataException(DEMOTED);
		});
		this.lab.execute(pop("3"));
		assertThat(this.lab.b.commands()).contains("BLPOP key 2.000");
		assertThat(this.lab.a.open()).as("the node closes the connection").isZero();
		assertThat(this.lab.signals).containsExactly("READONLY");
	}

	@Test
	void anotherClientsUnblockIsTheApplications() {
		this.lab.a.fails(() -> new JedisDataException(UNBLOCKED));
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> this.lab.execute(pop("3")))
			.withMessage(UNBLOCKED);
	}

	@Test
	void noNumberOfTriesIsTooManyWhileTheCallerWouldWaitAnyway() {
		for (int i = 0; i < CommandLab.POLICY.maxAttempts() * 3; i++) {
			this.lab.a.fails(() -> new JedisDataException("CLUSTERDOWN x"));
		}
		assertThat(this.lab.execute(pop("30"))).isNotNull();
		for (int i = 0; i < CommandLab.POLICY.maxAttempts() * 3; i++) {
			this.lab.a.fails(() -> new JedisDataException("CLUSTERDOWN x"));
		}
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(pop("0.1")))
			.withMessageContaining("CLUSTERDOWN");
	}

	@Test
	void norIsAnyNumberOfRedirections() {
		for (int i = 0; i < CommandLab.POLICY.maxRedirections(); i++) {
			this.lab.a.fails(moved(this.lab.b));
			this.lab.b.fails(moved(this.lab.a));
		}
		assertThat(this.lab.execute(pop("30"))).isNotNull();
	}

	@Test
	void theNodeIsToldWhenTheSlotIsElsewhere() {
		this.lab.a.says(() -> {
			this.lab.a.nothingComes();
			assertThat(this.lab.a.received()).containsExactly("CLIENT", "BLPOP");
			this.lab.slotIsAt(this.lab.b);
			this.lab.a.nothingComes();
			this.lab.a.nothingComes();
			throw new JedisDataException(UNBLOCKED);
		});
		this.lab.execute(pop("3"));
		assertThat(this.lab.a.commands()).containsExactly("CLIENT ID", "BLPOP key 3",
				"CLIENT UNBLOCK " + FakeNode.CLIENT_ID + " ERROR");
		assertThat(this.lab.b.commands()).contains("BLPOP key 3");
	}

	@Test
	void whatTheNodeGivesMeanwhileIsNotLost() {
		this.lab.a.says(() -> {
			this.lab.slotIsAt(this.lab.b);
			this.lab.a.nothingComes();
			return "popped";
		});
		assertThat(this.lab.execute(pop("3"))).isEqualTo("popped");
		assertThat(this.lab.b.received()).isEmpty();
	}

	@Test
	void aNodeThatHasLostTheSlotAndIsSilentMayHavePopped() {
		this.lab.a.says(() -> {
			this.lab.slotIsAt(this.lab.b);
			this.lab.a.nothingComes();
			this.lab.time.advance(Duration.ofSeconds(2));
			this.lab.a.nothingComes();
			throw new AssertionError("The wait goes on");
		});
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(pop("0")));
		assertThat(this.lab.b.received()).isEmpty();
	}

	@Test
	void aReadGoesOnElsewhere() {
		this.lab.a.fails(() -> new JedisConnectionException("killed"));
		CommandArguments read = new CommandArguments(Command.XREAD).addObjects("BLOCK", "0", "STREAMS", "key", "0")
			.blocking();
		assertThat(this.lab.execute(read)).isNotNull();
		assertThat(this.lab.a.received()).containsExactly("CLIENT", "XREAD", "CLIENT", "XREAD");
	}

	@Test
	void anImportingNodeIsWhereToWait() {
		this.lab.a.fails(ask(this.lab.b));
		this.lab.b.says(() -> {
			this.lab.b.nothingComes();
			this.lab.slotIsAt(this.lab.b);
			this.lab.b.nothingComes();
			return "popped";
		});
		assertThat(this.lab.execute(pop("3"))).isEqualTo("popped");
		assertThat(this.lab.b.commands()).noneMatch((command) -> command.contains("UNBLOCK"));
	}

	@Test
	void aNodeThatOwesTheReplyDoesNotBlockForEver() {
		this.lab.a.says(() -> {
			this.lab.time.advance(Duration.ofMillis(4900));
			this.lab.a.nothingComes();
			this.lab.time.advance(Duration.ofMillis(100));
			this.lab.a.nothingComes();
			throw new AssertionError("The wait goes on");
		});
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(pop("3")));
	}

	@Test
	void anInterruptEndsTheWaitInAgreementWithTheNode() {
		this.lab.a.says(() -> {
			Thread.currentThread().interrupt();
			this.lab.a.nothingComes();
			throw new JedisDataException(UNBLOCKED);
		});
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> this.lab.execute(pop("0")))
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.lab.a.commands()).contains("CLIENT UNBLOCK " + FakeNode.CLIENT_ID + " ERROR");
	}

	@Test
	void closingTheClientEndsTheWait() {
		this.lab.a.says(() -> {
			this.lab.closeClient();
			this.lab.a.nothingComes();
			throw new AssertionError("The wait goes on");
		});
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.lab.execute(pop("0")));
	}

	@Test
	void aSlotThatLeavesWhileTheConnectionIsOpenedIsNoticed() {
		this.lab.a.dialsFail(() -> {
			this.lab.slotIsAt(this.lab.b);
			return null;
		});
		this.lab.a.says(() -> {
			this.lab.a.nothingComes();
			throw new JedisDataException(UNBLOCKED);
		});
		this.lab.execute(pop("3"));
		assertThat(this.lab.a.commands()).contains("CLIENT UNBLOCK " + FakeNode.CLIENT_ID + " ERROR");
		assertThat(this.lab.b.commands()).contains("BLPOP key 3");
	}

	/** Whose slots it has is not known, only that it has some. */
	@Test
	void aWaitWithoutASlotEndsWhenItsNodeIsNoPrimaryAnyMore() {
		FakeNode node = this.lab.a;
		node.says(() -> {
			node.nothingComes();
			this.lab.slotIsAt(this.lab.b);
			node.nothingComes();
			assertThat(node.commands()).noneMatch((command) -> command.contains("UNBLOCK"));
			ClusterNode demoted = node("a", node.endpoint()).withRole(NodeRole.REPLICA);
			this.lab.publish(new Shard(node("c", this.lab.c.endpoint()), List.of(demoted), List.of(slots(0, 16383))));
			node.nothingComes();
			throw new JedisDataException(UNBLOCKED);
		});
		this.lab.executeWithoutSlot(pop("3"));
		assertThat(node.commands()).containsExactly("CLIENT ID", "BLPOP key 3",
				"CLIENT UNBLOCK " + FakeNode.CLIENT_ID + " ERROR");
		assertThat(this.lab.c.commands()).containsExactly("CLIENT ID", "BLPOP key 3");
	}

	@Test
	void aWaitWithoutASlotEndsWhenItsNodeHasLeft() {
		this.lab.a.says(() -> {
			this.lab.publish(shard(node("c", this.lab.c.endpoint()), slots(0, 16383)));
			this.lab.a.nothingComes();
			this.lab.time.advance(Duration.ofSeconds(2));
			this.lab.a.nothingComes();
			throw new AssertionError("The wait goes on");
		});
		assertThatExceptionOfType(CommandMaybeExecutedException.class)
			.isThrownBy(() -> this.lab.executeWithoutSlot(pop("0")));
	}

	@Test
	void whatJedisDoesNotCallBlockingWaitsAllTheSame() {
		this.lab.execute(new CommandArguments(Command.BLPOP).add("key").add("30"));
		assertThat(this.lab.a.commands()).containsExactly("CLIENT ID", "BLPOP key 30");
		assertThat(this.lab.a.timeouts()).containsExactly("infinite", "rolled back");
	}

	@Test
	void replicasAreNotWaitedForOnAConnectionOfAnybodys() {
		CommandArguments wait = new CommandArguments(Command.WAIT).add("1").add("0");
		this.lab.execute(Command.SET);
		assertRefused(() -> this.lab.execute(wait));
		assertRefused(() -> this.lab.executeWithoutSlot(wait));
		assertRefused(() -> this.lab.execute(new CommandArguments(Command.WAITAOF).addObjects("0", "1", "0")));
		assertRefused(() -> this.lab.executeAll(new BatchCommand(wait, CommandLab.SLOT)));
		assertRefused(() -> Broadcast.ofOne(this.lab.path, false)
			.next()
			.execute(new CommandObject<>(wait, BuilderFactory.LONG)));
		assertThat(this.lab.a.received()).containsExactly("SET");
	}

	private static void assertRefused(ThrowingCallable call) {
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(call)
			.isNotInstanceOf(CommandMaybeExecutedException.class)
			.withMessageMatching("(?s)WAIT(AOF)? .*expected.*getConnectionFromSlot.*");
	}

	private static CommandArguments pop(String seconds) {
		return new CommandArguments(Command.BLPOP).add("key").add(seconds).blocking();
	}

	private static Supplier<JedisMovedDataException> moved(FakeNode to) {
		return () -> new JedisMovedDataException("MOVED 0 " + to.endpoint(), to.endpoint(), CommandLab.SLOT);
	}

	private static Supplier<JedisAskDataException> ask(FakeNode to) {
		return () -> new JedisAskDataException("ASK 0 " + to.endpoint(), to.endpoint(), CommandLab.SLOT);
	}

}
