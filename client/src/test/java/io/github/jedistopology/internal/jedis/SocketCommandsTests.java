package io.github.jedistopology.internal.jedis;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StaticCommandFlagsRegistry;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.PipelinedCommandException;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologySignals;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.command.BatchCommand;
import io.github.jedistopology.internal.command.CommandMeans;
import io.github.jedistopology.internal.command.CommandPath;
import io.github.jedistopology.internal.command.Subscription;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.PoolThreads;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.internal.connection.TestTopologies;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.Direction;
import io.github.jedistopology.testkit.adversary.Fault;
import io.github.jedistopology.testkit.adversary.Reply;
import io.github.jedistopology.testkit.adversary.TcpProxy;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.BYTE_ARRAY;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * Commands over real sockets to nodes that misbehave: deadlines are absolute, and what
 * was sent is told apart from what was not. Upper bounds of times are loose. A write that
 * hangs cannot be interrupted.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SocketCommandsTests {

	private static final InetSocketAddress ANYWHERE = new InetSocketAddress("127.0.0.1", 0);

	private static final Duration TIMEOUT = Duration.ofMillis(200);

	private static final Duration BUDGET = Duration.ofSeconds(1);

	/** Far more than a deadline may be missed by, far less than the reply would take. */
	private static final Duration LOOSE = Duration.ofSeconds(3);

	/** A piece of a reply that counts as progress, and more. */
	private static final int LARGE = 70 * 1024;

	/** 8 KB at a time. */
	private static final Fault SLOW_LINE = Fault.delay(Direction.REPLIES, Duration.ofMillis(30));

	private static final Reply LONG_REPLY = Reply.bulk("x".repeat(1000));

	private NodePools pools;

	private CommandPath path;

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void aReplyThatComesByteByByteEndsAtTheCommandsTimeout() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(LONG_REPLY));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), TIMEOUT, Duration.ofSeconds(20));
			execute(Command.INCR);
			proxy.inflict(Fault.drip(Direction.REPLIES, Duration.ofMillis(50)));
			long start = System.nanoTime();
			assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> execute(Command.INCR))
				.withStackTraceContaining("SocketTimeoutException");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, TIMEOUT.plus(LOOSE));
			assertThat(node.commandsNamed("INCR")).isEqualTo(2);
		}
	}

	@Test
	void aReplyThatComesByteByByteEndsAtTheBudget() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(LONG_REPLY));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), Duration.ofSeconds(20), BUDGET);
			execute(Command.GET);
			proxy.inflict(Fault.drip(Direction.REPLIES, Duration.ofMillis(50)));
			long start = System.nanoTime();
			assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> execute(Command.GET));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(BUDGET, BUDGET.plus(LOOSE));
		}
	}

	@Test
	void aNodeThatHangsEndsAtTheBudget() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(null))) {
			goTo(node.address(), Duration.ofSeconds(20), BUDGET);
			long start = System.nanoTime();
			assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(() -> execute(Command.GET));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(BUDGET, BUDGET.plus(LOOSE));
		}
	}

	@Test
	void aRequestThatTheNodeDoesNotReadEndsAtTheBudget() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(Reply.ok()));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), Duration.ofSeconds(20), BUDGET);
			execute(Command.SET);
			proxy.inflict(Fault.stall(Direction.REQUESTS));
			CommandObject<Object> large = new CommandObject<>(
					new CommandArguments(Command.SET).add("key").add(new byte[64 << 20]), BuilderFactory.RAW_OBJECT);
			long start = System.nanoTime();
			assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> this.path.execute(large, 0))
				.withStackTraceContaining("SocketTimeoutException");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(BUDGET, BUDGET.plus(LOOSE));
			assertThat(node.commandsNamed("SET")).isEqualTo(1);
		}
	}

	@Test
	void aRequestOfWhichOneByteWentOutMayHaveBeenExecuted() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(Reply.integer(1)));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), Duration.ofSeconds(20), Duration.ofSeconds(20));
			execute(Command.INCR);
			proxy.inflict(Fault.cut(Direction.REQUESTS, 1));
			assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(() -> execute(Command.INCR));
			assertThat(node.commandsNamed("INCR")).isEqualTo(1);
		}
	}

	@Test
	void ofManyConnectionsToANodeThatWasRestartedOneAtTheMostLeavesACommandInDoubt() {
		Answers counting = saying(Reply.integer(1));
		Adversary before = Adversary.at(ANYWHERE).answering(counting);
		goTo(before.address(), Duration.ofSeconds(20), Duration.ofSeconds(20));
		NodePool pool = this.pools.pool(endpoint(before.address()));
		List<NodeConnection> lent = IntStream.range(0, 4)
			.mapToObj((i) -> pool.borrow(System.nanoTime() + LOOSE.toNanos()))
			.toList();
		lent.forEach(pool::giveBack);
		before.close();
		try (Adversary after = Adversary.at(before.address()).answering(counting)) {
			int inDoubt = 0;
			for (int i = 0; i < 10; i++) {
				try {
					execute(Command.INCR);
				}
				catch (CommandMaybeExecutedException ex) {
					inDoubt++;
				}
			}
			assertThat(inDoubt).isLessThanOrEqualTo(1);
			assertThat(after.commandsNamed("INCR")).isEqualTo(10 - inDoubt);
			assertThat(pool.idle()).isEqualTo(1);
		}
	}

	// batches

	/** Together they take many times as long as one may. */
	@Test
	void manyRepliesTakeAsLongAsTheyCome() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(Reply.bulk("x".repeat(LARGE))));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), Duration.ofSeconds(2), Duration.ofSeconds(20));
			execute(Command.INCR);
			proxy.inflict(SLOW_LINE);
			long start = System.nanoTime();
			assertThat(this.path.executeAll(Collections.nCopies(12, batched(Command.INCR))))
				.allSatisfy((reply) -> assertThat(reply).asInstanceOf(BYTE_ARRAY).hasSize(LARGE));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
		}
	}

	/** One that is large comes in pieces. */
	@Test
	void aLargeReplyOfABatchTakesAsLongAsItComes() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(Reply.bulk("x".repeat(12 * LARGE))));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), Duration.ofSeconds(2), Duration.ofSeconds(20));
			proxy.inflict(SLOW_LINE);
			long start = System.nanoTime();
			assertThat(this.path.executeAll(List.of(batched(Command.INCR)))).singleElement(BYTE_ARRAY)
				.hasSize(12 * LARGE);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
		}
	}

	@Test
	void repliesToABatchThatComeByteByByteEndAtTheTimeoutOfOne() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(LONG_REPLY));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), TIMEOUT, Duration.ofSeconds(20));
			execute(Command.INCR);
			proxy.inflict(Fault.drip(Direction.REPLIES, Duration.ofMillis(50)));
			long start = System.nanoTime();
			assertThat(this.path.executeAll(Collections.nCopies(20, batched(Command.INCR))))
				.allSatisfy((reply) -> assertThat(reply).asInstanceOf(type(PipelinedCommandException.class))
					.returns(true, PipelinedCommandException::maybeExecuted));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, TIMEOUT.plus(LOOSE));
		}
	}

	// subscriptions

	@Test
	void aSubscriptionThatTheNodeDoesNotReadEndsAtTheBudget() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(Reply.ok()));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), TIMEOUT, BUDGET);
			proxy.inflict(Fault.stall(Direction.REQUESTS).atEvery(Command.SUBSCRIBE.name()));
			long start = System.nanoTime();
			try (Subscription subscription = this.path.subscription(CommandPath.NO_SLOT)) {
				subscription.send(new CommandArguments(Command.SUBSCRIBE).add(new byte[64 << 20]));
				assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(subscription::next)
					.withMessageStartingWith("No subscription in");
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(BUDGET, BUDGET.plus(LOOSE));
		}
	}

	@Test
	void aSubscriptionThatTheNodeDoesNotConfirmEndsAtTheBudget() {
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(null))) {
			goTo(node.address(), TIMEOUT, BUDGET);
			long start = System.nanoTime();
			try (Subscription subscription = this.path.subscription(CommandPath.NO_SLOT)) {
				subscription.send(new CommandArguments(Command.SUBSCRIBE).add("channel"));
				assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(subscription::next)
					.withMessageStartingWith("No subscription in");
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(BUDGET, BUDGET.plus(LOOSE));
		}
	}

	/** By a thread of its own, when the subscription is set up already. */
	@Test
	void aFurtherChannelThatTheNodeDoesNotReadHoldsNobodyUp() {
		Reply confirmation = Reply.array(Reply.bulk("subscribe"), Reply.bulk("channel"), Reply.integer(1));
		try (Adversary node = Adversary.at(ANYWHERE).answering(saying(confirmation));
				TcpProxy proxy = TcpProxy.to(node.address())) {
			goTo(proxy.address(), TIMEOUT, BUDGET);
			try (Subscription subscription = this.path.subscription(CommandPath.NO_SLOT)) {
				subscription.send(new CommandArguments(Command.SUBSCRIBE).add("channel"));
				assertThat(subscription.next()).isInstanceOf(List.class);
				proxy.inflict(Fault.stall(Direction.REQUESTS));
				long start = System.nanoTime();
				subscription.send(new CommandArguments(Command.SUBSCRIBE).add(new byte[64 << 20]));
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, TIMEOUT.plus(LOOSE));
			}
		}
	}

	private void goTo(InetSocketAddress address, Duration timeout, Duration budget) {
		ClusterSettings settings = TestSettings.of(null, null,
				new Timeouts(Duration.ofSeconds(20), timeout, Timeouts.DEFAULTS.topologyQuery()), PoolSettings.DEFAULTS,
				HostResolver.SYSTEM);
		this.pools = new NodePools(new ClusterDialer(settings, System::nanoTime, (node) -> false), settings,
				System::nanoTime,
				// They do nothing: nothing is dialled ahead.
				new PoolThreads((task) -> new Thread()), (endpoint, trusted) -> {
				});
		Shard shard = shard(node("1", endpoint(address)), slots(0, 16383));
		Topology before = this.pools.routes().topology();
		this.pools.topologyChanged(TestTopologies.change(before, TestTopologies.topology(1, shard)));
		RetryPolicy policy = new RetryPolicy(100, budget, Duration.ofMillis(10), Duration.ofMillis(50));
		this.path = new CommandPath(new CommandMeans(this.pools, new NoSignals(), AddressMapper.IDENTITY, policy, false,
				StaticCommandFlagsRegistry.registry(), System::nanoTime, new Random(1)));
	}

	private void execute(Command command) {
		this.path.execute(new CommandObject<>(new CommandArguments(command).add("key"), BuilderFactory.RAW_OBJECT), 0);
	}

	private static BatchCommand batched(Command command) {
		return new BatchCommand(new CommandArguments(command).add("key"), 0);
	}

	private static HostAndPort endpoint(InetSocketAddress address) {
		return new HostAndPort(address.getHostString(), address.getPort());
	}

	/** Is polite, but says only this to what it is there for. */
	private static Answers saying(@Nullable Reply reply) {
		return Answers.courtesies().or((command) -> reply);
	}

	/** Nobody learns anything. */
	private static final class NoSignals implements TopologySignals {

		@Override
		public void moved(int slot, HostAndPort target, HostAndPort witness) {
		}

		@Override
		public void suspected(HostAndPort endpoint) {
		}

		@Override
		public void trusted(HostAndPort endpoint) {
		}

		@Override
		public void doubt(Trigger trigger) {
		}

	}

}
