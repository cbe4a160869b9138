package io.github.jedistopology.internal.command;

import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.Shard;
import io.github.jedistopology.internal.command.Broadcast.Addressee;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Broadcast}, {@link ShardRoute} and {@link NodeRoute}.
 */
@Timeout(60)
class BroadcastTests {

	private CommandLab lab = new CommandLab();

	private final ClusterNode a = node("a", this.lab.a.endpoint());

	private final ClusterNode b = node("b", this.lab.b.endpoint());

	private final ClusterNode c = node("c", this.lab.c.endpoint());

	@AfterEach
	void noConnectionIsKept() {
		assertThat(this.lab.lentConnections()).isZero();
		this.lab.close();
	}

	@Test
	void goesToEveryPrimaryThatServesSlots() {
		this.lab.publish(replicated(this.a, this.b, 0, 9), shard(this.c));
		assertThat(reached(Command.PING, false)).containsExactly("a:7001");
	}

	@Test
	void goesToReplicasIfTheCommandAsksForThem() {
		this.lab.publish(replicated(this.a, this.b, 0, 9), shard(this.c, slots(10, 10)));
		assertThat(reached(Command.PING, true)).containsExactly("a:7001", "b:7002", "c:7003");
		assertThat(this.lab.b.received()).containsExactly("PING");
	}

	@Test
	void triesAgainWhatWasNotSent() {
		this.lab.publish(shard(this.a, slots(0, 9)));
		this.lab.a.failsUnsent(() -> new JedisConnectionException("down"));
		assertThat(reached(Command.FLUSHALL, false)).containsExactly("a:7001");
		assertThat(this.lab.a.received()).containsExactly("FLUSHALL");
	}

	@Test
	void successorGetsWhatADemotedPrimaryRefuses() {
		this.lab.publish(replicated(this.a, this.b, 0, 9));
		this.lab.a.fails(() -> {
			this.lab.publish(replicated(this.b, this.a, 0, 9));
			return new JedisDataException("READONLY You can't write against a read only replica.");
		});
		assertThat(reached(Command.FLUSHALL, false)).as("under the name of the one that it was meant for")
			.containsExactly("a:7001");
		assertThat(this.lab.b.received()).containsExactly("FLUSHALL");
	}

	@Test
	void successorGetsWhatAPrimaryHasExecutedBeforeItsDemotion() {
		this.lab.publish(replicated(this.a, this.b, 0, 9));
		assertThat(reachedWhile(Command.PING, () -> this.lab.publish(replicated(this.b, this.a, 0, 9))))
			.containsExactly("a:7001", "b:7002");
	}

	@Test
	void writeThatHasBeenReplicatedIsNotGivenToTheSuccessorAgain() {
		this.lab.publish(replicated(this.a, this.b, 0, 9));
		assertThat(reachedWhile(Command.FLUSHALL, () -> this.lab.publish(replicated(this.b, this.a, 0, 9))))
			.containsExactly("a:7001");
	}

	/** It would be executed twice, and take away what was written in between. */
	@Test
	void writeThatMayHaveBeenReplicatedIsNotGivenToTheSuccessor() {
		this.lab.publish(replicated(this.a, this.b, 0, 9));
		Broadcast broadcast = Broadcast.ofOne(this.lab.path, false);
		Addressee addressee = broadcast.next();
		this.lab.a.fails(BroadcastTests::lost);
		assertThatExceptionOfType(CommandMaybeExecutedException.class)
			.isThrownBy(() -> addressee.execute(CommandLab.command(Command.FLUSHALL)));
		this.lab.publish(replicated(this.b, this.a, 0, 9));
		assertThat(broadcast.hasNext()).isFalse();
	}

	@Test
	void writeThatWasNotExecutedIsGivenToTheSuccessor() {
		this.lab.publish(replicated(this.a, this.b, 0, 9));
		Broadcast broadcast = Broadcast.ofOne(this.lab.path, false);
		Addressee addressee = broadcast.next();
		this.lab.a.fails(() -> new JedisDataException("OOM no"));
		assertThatExceptionOfType(JedisDataException.class)
			.isThrownBy(() -> addressee.execute(CommandLab.command(Command.FLUSHALL)));
		this.lab.publish(replicated(this.b, this.a, 0, 9));
		assertThat(broadcast.next().endpoint()).isEqualTo(this.b.endpoint());
	}

	@Test
	void writeThatASuccessorHasExecutedIsNotGivenToItsReplicas() {
		this.lab.publish(shard(this.a, slots(0, 9)));
		this.lab.a.fails(() -> {
			this.lab.publish(replicated(this.b, this.c, 0, 9));
			return new JedisDataException("READONLY You can't write against a read only replica.");
		});
		assertThat(reachedWhile(Command.FLUSHALL, () -> this.lab.publish(replicated(this.c, this.b, 0, 9))))
			.containsExactly("a:7001");
		assertThat(this.lab.b.received()).containsExactly("FLUSHALL");
	}

	@Test
	void nodeThatJoinsMeanwhileGetsItAsWell() {
		this.lab.publish(shard(this.a, slots(0, 9)));
		assertThat(reachedWhile(Command.FLUSHALL,
				() -> this.lab.publish(shard(this.a, slots(0, 4)), shard(this.c, slots(5, 9)))))
			.containsExactly("a:7001", "c:7003");
	}

	@Test
	void whatMayHaveBeenExecutedIsNotSentAgain() {
		this.lab.publish(shard(this.a, slots(0, 9)));
		Addressee addressee = Broadcast.ofOne(this.lab.path, false).next();
		this.lab.a.fails(BroadcastTests::lost);
		assertThatExceptionOfType(CommandMaybeExecutedException.class)
			.isThrownBy(() -> addressee.execute(CommandLab.command(Command.FLUSHALL)))
			.withMessageContaining("a:7001");
	}

	@Test
	void whatDoesNoHarmIsSentAgain() {
		this.lab.publish(shard(this.a, slots(0, 9)));
		this.lab.a.fails(BroadcastTests::lost);
		assertThat(reached(Command.PING, false)).containsExactly("a:7001");
		assertThat(this.lab.a.received()).containsExactly("PING", "PING");
	}

	/** Another node's reply says nothing of it. */
	@Test
	void aNodeInDoubtThatIsGoneMayHaveExecutedIt() {
		declareIdempotent("FLUSHALL");
		this.lab.publish(shard(this.a, slots(0, 9)), shard(this.c, slots(10, 19)));
		Broadcast broadcast = Broadcast.ofOne(this.lab.path, false);
		broadcast.next().execute(CommandLab.command(Command.FLUSHALL));
		Addressee second = broadcast.next();
		this.lab.c.fails(BroadcastTests::lost);
		this.lab.meanwhile = () -> this.lab.publish(shard(this.a, slots(0, 19)));
		assertThatExceptionOfType(CommandMaybeExecutedException.class)
			.isThrownBy(() -> second.execute(CommandLab.command(Command.FLUSHALL)))
			.withCauseInstanceOf(NodeLeftException.class);
		assertThat(this.lab.a.received()).containsExactly("FLUSHALL");
	}

	@Test
	void aNodeInDoubtThatSendsItAwayMayHaveExecutedIt() {
		declareIdempotent("FLUSHALL");
		this.lab.publish(shard(this.a, slots(0, 9)));
		this.lab.a.fails(BroadcastTests::lost)
			.fails(() -> new JedisMovedDataException("MOVED 0 b:7002", this.lab.b.endpoint(), 0));
		assertThatExceptionOfType(CommandMaybeExecutedException.class)
			.isThrownBy(() -> reached(Command.FLUSHALL, false));
	}

	private void declareIdempotent(String command) {
		RetryPolicy policy = CommandLab.POLICY;
		this.lab.close();
		this.lab = new CommandLab(new RetryPolicy(policy.maxAttempts(), policy.budget(), policy.initialBackoff(),
				policy.maxBackoff(), Set.of(command)));
	}

	@Test
	void redirectionIsNotFollowed() {
		this.lab.publish(shard(this.a, slots(0, 9)));
		this.lab.a.fails(() -> new JedisMovedDataException("MOVED 0 b:7002", this.lab.b.endpoint(), 0));
		assertThatExceptionOfType(JedisMovedDataException.class).isThrownBy(() -> reached(Command.GET, false));
		assertThat(this.lab.b.received()).isEmpty();
	}

	@Test
	void replicaThatIsRemovedIsNotWaitedFor() {
		this.lab.publish(replicated(this.a, this.b, 0, 9));
		Broadcast broadcast = Broadcast.ofOne(this.lab.path, true);
		broadcast.next();
		Addressee replica = broadcast.next();
		this.lab.publish(shard(this.a, slots(0, 9)));
		assertThatExceptionOfType(ClusterCommandException.class)
			.isThrownBy(() -> replica.execute(CommandLab.command(Command.PING)))
			.withMessage("b:7002 has left the cluster, or has another role there by now");
		assertThat(this.lab.waits).isEmpty();
	}

	@Test
	void aNodeThatIsGoneIsNotMissed() {
		this.lab.publish(shard(this.a, slots(0, 9)), shard(this.c, slots(10, 19)));
		this.lab.a.says(() -> "of a".getBytes());
		this.lab.c.failsUnsent(() -> new JedisConnectionException("down"));
		this.lab.meanwhile = () -> this.lab.publish(shard(this.a, slots(0, 19)));
		Broadcast broadcast = Broadcast.ofOne(this.lab.path, false);
		assertThat(broadcast.next().execute(CommandLab.command(Command.FLUSHALL))).isEqualTo("of a");
		assertThat(broadcast.next().execute(CommandLab.command(Command.FLUSHALL))).isEqualTo("of a");
		assertThat(broadcast.hasNext()).isFalse();
		assertThat(this.lab.a.received()).containsExactly("FLUSHALL");
	}

	/** An iteration would go on and on with what the last node has said. */
	@Test
	void aReplyStandsForNoOtherWhereCommandsDiffer() {
		this.lab.publish(shard(this.a, slots(0, 9)), shard(this.c, slots(10, 19)));
		Broadcast broadcast = Broadcast.ofMany(this.lab.path);
		Addressee first = broadcast.next();
		Addressee second = broadcast.next();
		first.execute(CommandLab.command(Command.FLUSHALL));
		this.lab.publish(shard(this.a, slots(0, 19)));
		assertThatExceptionOfType(NodeLeftException.class)
			.isThrownBy(() -> second.execute(CommandLab.command(Command.FLUSHALL)));
	}

	@Test
	void aNodeThatIsKnownByAnotherIdByNowGetsIt() {
		this.lab.publish(shard(this.a, slots(0, 9)), shard(this.c, slots(10, 19)));
		this.lab.c.failsUnsent(() -> new JedisConnectionException("down"));
		this.lab.meanwhile = () -> this.lab.publish(shard(this.a, slots(0, 9)),
				shard(node("other", this.lab.c.endpoint()), slots(10, 19)));
		assertThat(reached(Command.FLUSHALL, false)).containsExactly("a:7001", "c:7003");
		assertThat(this.lab.c.received()).containsExactly("FLUSHALL");
	}

	@Test
	void whoTookTheSlotsOfANodeThatIsGoneGetsItOnce() {
		this.lab.publish(shard(this.a, slots(0, 9)), shard(this.c, slots(10, 19)));
		this.lab.a.failsUnsent(() -> new JedisConnectionException("down"));
		this.lab.meanwhile = () -> this.lab.publish(shard(this.b, slots(0, 9)), shard(this.c, slots(10, 19)));
		assertThat(reached(Command.FLUSHALL, false)).containsExactly("a:7001", "c:7003");
		assertThat(this.lab.b.received()).containsExactly("FLUSHALL");
	}

	/** It is noticed before anything is sent there. */
	@Test
	void connectionsThatWereUsedAMomentAgoMayBeClosedByNow() {
		this.lab.publish(shard(this.a, slots(0, 9)));
		assertThat(reached(Command.FLUSHALL, false)).containsExactly("a:7001");
		this.lab.a.closesInSilence();
		assertThat(reached(Command.FLUSHALL, false)).containsExactly("a:7001");
		assertThat(this.lab.a.dials()).isEqualTo(2);
	}

	@Test
	void endsWhenNobodyIsLeft() {
		this.lab.publish(shard(this.a, slots(0, 9)));
		Broadcast broadcast = Broadcast.ofOne(this.lab.path, false);
		assertThat(broadcast.size()).isEqualTo(1);
		broadcast.next();
		assertThat(broadcast.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(broadcast::next);
	}

	private static JedisConnectionException lost() {
		return new JedisConnectionException(new SocketException("reset"));
	}

	private List<String> reached(Command command, boolean replicasToo) {
		return reached(Broadcast.ofOne(this.lab.path, replicasToo), command, () -> {
		});
	}

	/** What happens after the first node has got it. */
	private List<String> reachedWhile(Command command, Runnable change) {
		return reached(Broadcast.ofOne(this.lab.path, false), command, change);
	}

	private static List<String> reached(Broadcast broadcast, Command command, Runnable change) {
		List<String> reached = new ArrayList<>();
		while (broadcast.hasNext()) {
			Addressee addressee = broadcast.next();
			addressee.execute(CommandLab.command(command));
			reached.add(addressee.endpoint().toString());
			if (reached.size() == 1) {
				change.run();
			}
		}
		return reached;
	}

	private static Shard replicated(ClusterNode primary, ClusterNode replica, int first, int last) {
		return new Shard(primary.withRole(NodeRole.PRIMARY), List.of(replica.withRole(NodeRole.REPLICA)),
				List.of(slots(first, last)));
	}

}
