package io.github.jedistopology.internal.command;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.internal.connection.FakeNode;
import io.github.jedistopology.internal.connection.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Subscription} and {@link SubscriptionLine}.
 */
@Timeout(60)
class SubscriptionTests {

	private static final String SHARD_CHANNEL = Stream.iterate(0, (i) -> i + 1)
		.map((i) -> "channel" + i)
		.filter((channel) -> JedisClusterCRC16.getSlot(channel) == CommandLab.SLOT)
		.findFirst()
		.get();

	private final CommandLab lab = new CommandLab();

	private Subscription subscription = this.lab.path.subscription(CommandPath.NO_SLOT);

	@AfterEach
	void noConnectionIsKept() {
		Thread.interrupted();
		this.subscription.close();
		assertThat(this.lab.lentConnections()).isZero();
		assertThat(this.lab.openConnections()).isZero();
		this.lab.close();
	}

	@Test
	void subscribesWhenItIsReadAndPassesOnWhatComes() {
		send(Command.SUBSCRIBE, "a", "b");
		send(Command.PSUBSCRIBE, "p*");
		assertThat(this.lab.openConnections()).isZero();
		everywhere("subscribe a 1");
		everywhere("subscribe b 2");
		everywhere("psubscribe p* 3");
		assertThat(next()).isEqualTo("subscribe a 1");
		FakeNode node = node();
		assertThat(node.commands()).containsExactly("SUBSCRIBE a b", "PSUBSCRIBE p*");
		assertThat(List.of(next(), next())).containsExactly("subscribe b 2", "psubscribe p* 3");
		node.says(message("message a text"));
		assertThat(next()).isEqualTo("message a text");
		send(Command.UNSUBSCRIBE, "b");
		assertThat(node.commands()).endsWith("UNSUBSCRIBE b");
		assertThat(this.lab.path.statistics().resubscriptions()).isZero();
	}

	@Test
	void goesOnElsewhereWhenItsNodeIsLost() {
		FakeNode first = subscribed();
		first.fails(() -> new JedisConnectionException("killed"));
		first.dialsFail(() -> new JedisConnectionException("refused"));
		everywhere("subscribe a 1");
		assertThat(next()).isEqualTo("subscribe a 1");
		FakeNode second = node();
		assertThat(second).isNotSameAs(first);
		assertThat(second.commands()).containsExactly("SUBSCRIBE a");
		assertThat(this.lab.path.statistics().resubscriptions()).isEqualTo(1);
		second.says(message("message a text"));
		assertThat(next()).isEqualTo("message a text");
		assertThat(this.lab.path.statistics().resubscriptions()).isEqualTo(1);
	}

	@Test
	void onlyWhoIsSubscribedListensForAsLongAsItTakes() {
		send(Command.SUBSCRIBE, "a");
		send(Command.PSUBSCRIBE, "p*");
		everywhere("subscribe a 1");
		everywhere("message a text");
		long deadline = this.lab.time.in(TestSettings.defaults().timeouts().command());
		nodes().forEach((node) -> node.says(() -> {
			assertThat(node.exchanges()).isOne();
			assertThat(node.deadlines()).containsExactly(deadline);
			assertThat(node.timeouts()).isEmpty();
			return message("psubscribe p* 2").get();
		}));
		assertThat(List.of(next(), next(), next())).as("in the order in which it came")
			.containsExactly("subscribe a 1", "message a text", "psubscribe p* 2");
		assertThat(node().exchanges()).isZero();
		assertThat(node().timeouts()).containsExactly("infinite");
	}

	@Test
	void aNodeThatConfirmsNothingIsSuspected() {
		shardedSubscription();
		this.lab.a.fails(SubscriptionTests::timedOut).fails(SubscriptionTests::timedOut);
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(this::next)
			.withMessageContaining("a:7001 does not answer: 2 commands in a row had no reply");
		assertThat(this.lab.a.timeouts()).isEmpty();
		assertThat(this.lab.a.exchanges()).isZero();
	}

	@Test
	void asksASilentNodeWhetherItIsThere() {
		FakeNode node = subscribed();
		node.says(() -> {
			this.lab.time.advance(Duration.ofSeconds(5));
			node.nothingComes();
			assertThat(node.commands()).as("not yet").hasSize(1);
			this.lab.time.advance(Duration.ofNanos(1));
			node.nothingComes();
			node.nothingComes();
			assertThat(node.commands()).endsWith("SUBSCRIBE a", "PING jedis-topology");
			return message("pong jedis-topology").get();
		}).says(message("message a text"));
		assertThat(next()).as("its answer is not the subscriber's").isEqualTo("message a text");
		assertThat(this.lab.waits).isEmpty();
	}

	@Test
	void aNodeThatDoesNotAnswerIsLeft() {
		FakeNode node = subscribed();
		node.says(() -> {
			this.lab.time.advance(Duration.ofSeconds(6));
			node.nothingComes();
			this.lab.time.advance(Duration.ofMillis(2001));
			node.nothingComes();
			throw new AssertionError("It is not left");
		});
		everywhere("subscribe a 1");
		assertThat(next()).isEqualTo("subscribe a 1");
		assertThat(this.lab.path.statistics().resubscriptions()).isEqualTo(1);
	}

	@Test
	void theFirstConnectionHasTheBudget() {
		nobodyAnswers();
		send(Command.SUBSCRIBE, "a");
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(this::next)
			.withMessageMatching("No subscription in 5\\d{3} ms: .*does not answer.*");
	}

	@Test
	void anEstablishedOneIsTriedForAsLongAsItTakes() {
		FakeNode first = subscribed();
		first.fails(() -> new JedisConnectionException("killed"));
		nobodyAnswers();
		long start = this.lab.time.getAsLong();
		this.lab.meanwhile = new Runnable() {

			@Override
			public void run() {
				if (SubscriptionTests.this.lab.time.getAsLong() - start < Duration.ofMinutes(1).toNanos()) {
					SubscriptionTests.this.lab.meanwhile = this;
					return;
				}
				for (FakeNode node : nodes()) {
					node.dialsFail(null);
					SubscriptionTests.this.lab.answersAgain(node);
				}
				everywhere("subscribe a 1");
			}

		};
		assertThat(next()).isEqualTo("subscribe a 1");
	}

	@Test
	void whoLeavesMeanwhileNeedsNoNode() {
		FakeNode first = subscribed();
		first.fails(() -> new JedisConnectionException("killed"));
		nobodyAnswers();
		this.lab.meanwhile = () -> send(Command.UNSUBSCRIBE);
		assertThat(next()).isEqualTo("unsubscribe a 0");
	}

	@Test
	void aRefusalIsTheSubscribers() {
		send(Command.SUBSCRIBE, "a");
		nodes().forEach((node) -> node.fails(() -> new JedisDataException("NOPERM no")));
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(this::next).withMessage("NOPERM no");
		assertThat(this.lab.openConnections()).isZero();
	}

	@Test
	void anInterruptAndTheClientsEndEndIt() {
		FakeNode node = subscribed();
		node.says(() -> {
			Thread.currentThread().interrupt();
			node.nothingComes();
			throw new AssertionError("It goes on");
		});
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(this::next)
			.withMessage("A subscription has ended: interrupted");
		assertThat(Thread.interrupted()).isTrue();
		this.lab.closeClient();
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(this::next)
			.withMessage("A subscription has ended: the client is closed");
	}

	@Test
	void nothingIsNothingToSubscribeTo() {
		assertThatIllegalArgumentException().isThrownBy(() -> send(Command.SUBSCRIBE))
			.withMessage("SUBSCRIBE has no channel: expected at least one");
	}

	// shard channels

	@Test
	void movedIsFollowedAtOnce() {
		this.lab.a.fails(() -> new JedisMovedDataException("MOVED 0 b:7002", this.lab.b.endpoint(), 0));
		shardedSubscription();
		this.lab.b.says(message("ssubscribe x 1"));
		assertThat(next()).isEqualTo("ssubscribe x 1");
		assertThat(this.lab.b.commands()).containsExactly("SSUBSCRIBE " + SHARD_CHANNEL);
		assertThat(this.lab.signals).containsExactly("MOVED 0 b:7002 says a:7001");
		assertThat(this.lab.waits).isEmpty();
	}

	@Test
	void aNodeThatGivesTheSlotAwayIsLeftAtOnce() {
		shardedSubscription();
		this.lab.a.says(message("ssubscribe x 1")).says(message("sunsubscribe " + SHARD_CHANNEL + " 0"));
		assertThat(next()).isEqualTo("ssubscribe x 1");
		this.lab.slotIsAt(this.lab.b);
		this.lab.b.says(message("ssubscribe x 1"));
		assertThat(next()).isEqualTo("ssubscribe x 1");
		assertThat(this.lab.waits).isEmpty();
		assertThat(this.lab.path.statistics().resubscriptions()).isEqualTo(1);
		send(Command.SUNSUBSCRIBE);
		this.lab.b.says(message("sunsubscribe " + SHARD_CHANNEL + " 0"));
		assertThat(next()).as("the subscriber's own").isEqualTo("sunsubscribe " + SHARD_CHANNEL + " 0");
	}

	/** It would take the subscription again, as a replica, and hear nothing at first. */
	@Test
	void aDemotedNodeIsLeftForItsSuccessor() {
		shardedSubscription();
		this.lab.a.says(message("ssubscribe x 1")).says(message("sunsubscribe " + SHARD_CHANNEL + " 0"));
		assertThat(next()).isEqualTo("ssubscribe x 1");
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.b);
		this.lab.b.says(message("ssubscribe x 1"));
		assertThat(next()).isEqualTo("ssubscribe x 1");
		assertThat(this.lab.waits).containsExactly(Duration.ofSeconds(1));
		assertThat(this.lab.signals).containsExactly("MOVED");
		assertThat(this.lab.a.commands()).containsExactly("SSUBSCRIBE " + SHARD_CHANNEL);
	}

	@Test
	void aNodeThatHasLostTheSlotIsLeftWhateverItSays() {
		shardedSubscription();
		this.lab.a.says(message("ssubscribe x 1")).says(() -> {
			this.lab.slotIsAt(this.lab.b);
			this.lab.a.nothingComes();
			throw new AssertionError("It is not left");
		});
		assertThat(next()).isEqualTo("ssubscribe x 1");
		this.lab.b.says(message("ssubscribe x 1"));
		assertThat(next()).isEqualTo("ssubscribe x 1");
		assertThat(this.lab.b.commands()).containsExactly("SSUBSCRIBE " + SHARD_CHANNEL);
	}

	@Test
	void anUncoveredSlotIsAwaited() {
		this.lab.slotIsAt(null);
		shardedSubscription();
		this.lab.meanwhile = () -> this.lab.slotIsAt(this.lab.c);
		this.lab.c.says(message("ssubscribe x 1"));
		assertThat(next()).isEqualTo("ssubscribe x 1");
		assertThat(this.lab.signals).containsExactly("UNCOVERED_SLOT");
	}

	@Test
	void aChannelOfAnotherSlotIsRefusedWithoutItsName() {
		shardedSubscription();
		assertThatIllegalArgumentException().isThrownBy(() -> send(Command.SSUBSCRIBE, "foo"))
			.withMessage("A shard channel is of slot 12182: expected slot 0, that of the first channel; "
					+ "others need a subscription of their own");
	}

	private void shardedSubscription() {
		this.subscription = this.lab.path.subscription(CommandLab.SLOT);
		send(Command.SSUBSCRIBE, SHARD_CHANNEL);
	}

	private FakeNode subscribed() {
		send(Command.SUBSCRIBE, "a");
		everywhere("subscribe a 1");
		assertThat(next()).isEqualTo("subscribe a 1");
		FakeNode node = node();
		nodes().stream().filter((other) -> other != node).forEach(FakeNode::forgetsWhatToSay);
		return node;
	}

	private void nobodyAnswers() {
		nodes().forEach((node) -> node.dialsFail(() -> new JedisConnectionException("refused")));
	}

	private void everywhere(String words) {
		nodes().forEach((node) -> node.says(message(words)));
	}

	private static RuntimeException timedOut() {
		return new JedisConnectionException(new SocketTimeoutException("Read timed out"));
	}

	private List<FakeNode> nodes() {
		return List.of(this.lab.a, this.lab.b, this.lab.c);
	}

	private FakeNode node() {
		return nodes().stream().filter((node) -> node.open() == 1).findFirst().get();
	}

	private void send(Command command, String... names) {
		this.subscription.send(new CommandArguments(command).addObjects((Object[]) names));
	}

	private static Supplier<Object> message(String words) {
		return () -> Stream.of(words.split(" "))
			.map((word) -> word.matches("\\d") ? Long.valueOf(word) : SafeEncoder.encode(word))
			.toList();
	}

	private String next() {
		return ((List<?>) this.subscription.next()).stream()
			.map((word) -> (word instanceof byte[] bytes) ? SafeEncoder.encode(bytes) : word.toString())
			.collect(Collectors.joining(" "));
	}

}
