package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StaticCommandFlagsRegistry;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologySignals;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.FakeDialer;
import io.github.jedistopology.internal.connection.FakeNode;
import io.github.jedistopology.internal.connection.Lane;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.PoolThreads;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.internal.connection.TestTopologies;
import io.github.jedistopology.internal.connection.Trust;
import io.github.jedistopology.internal.connection.VirtualTime;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;

/**
 * A command path over nodes without sockets, on a clock that only waits move. Node
 * {@code a} owns slot 0, {@code b} and {@code c} own other slots; a MOVED is believed
 * unless a test says otherwise.
 */
final class CommandLab implements AutoCloseable {

	static final int SLOT = 0;

	/** Backoffs are exact: half of the bound, since the random part is 0. */
	static final RetryPolicy POLICY = new RetryPolicy(6, Duration.ofSeconds(5), Duration.ofMillis(20),
			Duration.ofMillis(80));

	private static final RandomGenerator NO_JITTER = () -> 0;

	final VirtualTime time = new VirtualTime();

	final FakeDialer dialer = new FakeDialer();

	final FakeNode a = this.dialer.node("a", 7001);

	final FakeNode b = this.dialer.node("b", 7002);

	final FakeNode c = this.dialer.node("c", 7003);

	final List<Duration> waits = new ArrayList<>();

	final List<String> signals = new ArrayList<>();

	boolean believing = true;

	AddressMapper mapper = AddressMapper.IDENTITY;

	/** What happens during the next wait. */
	@Nullable Runnable meanwhile;

	private final PoolThreads threads;

	private final VirtualPools pools;

	final CommandPath path;

	CommandLab() {
		this(POLICY);
	}

	/** The pools' threads do nothing: nodes are probed when a test says so. */
	CommandLab(RetryPolicy policy) {
		this(policy, (task) -> new Thread());
	}

	CommandLab(RetryPolicy policy, ThreadFactory threads) {
		this.threads = new PoolThreads(threads);
		this.pools = new VirtualPools();
		this.path = new CommandPath(
				new CommandMeans(this.pools, new Signals(), (announced) -> this.mapper.map(announced), policy, false,
						StaticCommandFlagsRegistry.registry(), this.time, NO_JITTER));
		slotIsAt(this.a);
	}

	/** The slot's owner from now on; nobody when {@code null}. */
	void slotIsAt(@Nullable FakeNode owner) {
		List<Shard> shards = new ArrayList<>();
		int next = 1;
		for (FakeNode node : List.of(this.a, this.b, this.c)) {
			shards.add(shard(node(node.endpoint().getHost(), node.endpoint()), slots(next, next + 99)));
			next += 100;
		}
		if (owner != null) {
			shards.removeIf((shard) -> shard.primary().endpoint().equals(owner.endpoint()));
			shards.add(shard(node(owner.endpoint().getHost(), owner.endpoint()), slots(SLOT, SLOT), slots(next, next)));
		}
		publish(shards.toArray(Shard[]::new));
	}

	/** Whom the client takes for the slot's owner. */
	HostAndPort owner() {
		return Objects.requireNonNull(this.pools.routes().primary(SLOT)).endpoint();
	}

	void publish(Shard... shards) {
		Topology before = this.pools.routes().topology();
		this.pools
			.topologyChanged(TestTopologies.change(before, TestTopologies.topology(before.version() + 1, shards)));
	}

	@Nullable Object execute(CommandArguments arguments) {
		return this.path.execute(new CommandObject<>(arguments, BuilderFactory.RAW_OBJECT), SLOT);
	}

	@Nullable Object execute(Command command) {
		return this.path.execute(command(command), SLOT);
	}

	@Nullable Object executeWithoutSlot(CommandArguments arguments) {
		return this.path.execute(new CommandObject<>(arguments, BuilderFactory.RAW_OBJECT), CommandPath.NO_SLOT);
	}

	@Nullable Object executeWithoutSlot(Command command) {
		return this.path.execute(command(command), CommandPath.NO_SLOT);
	}

	List<@Nullable Object> executeAll(BatchCommand... commands) {
		return this.path.executeAll(List.of(commands));
	}

	static BatchCommand on(int slot, Command command) {
		return new BatchCommand(command(command).getArguments(), slot);
	}

	static CommandObject<String> command(Command command) {
		return new CommandObject<>(new CommandArguments(command).add("key").add("secret-argument"),
				BuilderFactory.STRING);
	}

	NodePool pool(FakeNode node) {
		return this.pools.pool(node.endpoint());
	}

	/** As when a probe of a suspected node finds it well. */
	void answersAgain(FakeNode node) {
		Trust.restore(this.pools.pool(node.endpoint()));
	}

	/** Whether it is doubtful that the node is where its connections lead to. */
	boolean isDoubted(FakeNode node) {
		return Trust.isDoubted(this.pools.pool(node.endpoint()));
	}

	int openConnections() {
		return this.a.open() + this.b.open() + this.c.open();
	}

	int openExchanges() {
		return this.a.exchanges() + this.b.exchanges() + this.c.exchanges();
	}

	int lentConnections() {
		return List.of(this.a, this.b, this.c)
			.stream()
			.map((node) -> this.pools.pool(node.endpoint()))
			.mapToInt((pool) -> pool.active() + pool.lane(Lane.BLOCKING).active()
					+ pool.lane(Lane.SUBSCRIPTIONS).active())
			.sum();
	}

	void closeClient() {
		this.pools.close();
	}

	@Override
	public void close() {
		this.pools.close();
	}

	private final class VirtualPools extends NodePools {

		VirtualPools() {
			super(CommandLab.this.dialer, TestSettings.pool(2, Duration.ofMillis(5)), CommandLab.this.time,
					CommandLab.this.threads, (endpoint, trusted) -> CommandLab.this.signals
						.add((trusted ? "TRUSTED " : "SUSPECTED ") + endpoint));
		}

		@Override
		public void awaitWhile(BooleanSupplier awaiting, Duration timeout) throws InterruptedException {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			if (isClosed() || !awaiting.getAsBoolean()) {
				return;
			}
			CommandLab.this.waits.add(timeout);
			long until = CommandLab.this.time.in(timeout);
			Runnable event = CommandLab.this.meanwhile;
			CommandLab.this.meanwhile = null;
			if (event != null) {
				event.run();
			}
			if (!isClosed() && awaiting.getAsBoolean()) {
				CommandLab.this.time.advance(Duration.ofNanos(until - CommandLab.this.time.getAsLong()));
			}
		}

	}

	private final class Signals implements TopologySignals {

		@Override
		public void moved(int slot, HostAndPort target, HostAndPort witness) {
			CommandLab.this.signals.add("MOVED " + slot + " " + target + " says " + witness);
			if (CommandLab.this.believing) {
				slotIsAt(CommandLab.this.dialer.node(target));
			}
		}

		@Override
		public void suspected(HostAndPort endpoint) {
			CommandLab.this.signals.add("SUSPECTED " + endpoint);
		}

		@Override
		public void trusted(HostAndPort endpoint) {
			CommandLab.this.signals.add("TRUSTED " + endpoint);
		}

		@Override
		public void doubt(Trigger trigger) {
			CommandLab.this.signals.add(trigger.name());
		}

	}

}
