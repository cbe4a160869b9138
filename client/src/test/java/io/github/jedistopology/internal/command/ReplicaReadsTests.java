package io.github.jedistopology.internal.command;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologySignals;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.FakeDialer;
import io.github.jedistopology.internal.connection.FakeNode;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.PoolThreads;
import io.github.jedistopology.internal.connection.ReplicationWatch;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.internal.connection.TestTopologies;
import io.github.jedistopology.internal.connection.VirtualTime;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ReplicaReads} and for the way of reads through {@link CommandPath}:
 * primary {@code p} has replica {@code r}. Each is reached in two ways, for all commands
 * and for reads.
 */
@Timeout(60)
class ReplicaReadsTests {

	private static final int SLOT = 0;

	private final VirtualTime time = new VirtualTime();

	private final FakeDialer dialer = new FakeDialer();

	private final FakeDialer readDialer = new FakeDialer();

	private final FakeNode p = this.dialer.node("p", 6379);

	private final FakeNode pForReads = this.readDialer.node("p", 6379);

	private final FakeNode r = this.dialer.node("r", 6379);

	private final FakeNode rForReads = this.readDialer.node("r", 6379);

	private final NodePools pools = pools(this.dialer, new PoolThreads((task) -> new Thread()));

	private final PoolThreads threads = new PoolThreads(Thread::new);

	private final NodePools readPools = pools(this.readDialer, this.threads);

	private final List<String> signals = new CopyOnWriteArrayList<>();

	private final ReplicaReads reads = new ReplicaReads(this.readPools,
			new ReplicationWatch(this.readPools, this.time, this.threads), new ReadSettings(ReadFrom.PREFER_REPLICA),
			new Random(1));

	private final CommandPath path = path(RetryPolicy.DEFAULTS);

	private NodePools pools(FakeDialer dialer, PoolThreads threads) {
		return new NodePools(dialer, TestSettings.defaults(), this.time, threads, (endpoint, trusted) -> {
		});
	}

	private CommandPath path(RetryPolicy policy) {
		return new CommandPath(new CommandMeans(this.pools, new Signals(), AddressMapper.IDENTITY, policy, false,
				StaticCommandFlagsRegistry.registry(), this.time, new Random(1)), this.reads);
	}

	@BeforeEach
	void awaitReports() {
		this.pForReads.alwaysSays("INFO", "role:master\r\nmaster_repl_offset:7\r\n");
		this.rForReads.alwaysSays("INFO", "role:slave\r\nmaster_link_status:up\r\nslave_repl_offset:7\r\n");
		Shard shard = new Shard(node("p", this.p.endpoint()),
				List.of(node("r", this.r.endpoint()).withRole(NodeRole.REPLICA)), List.of(slots(0, 16383)));
		Topology topology = TestTopologies.topology(1, shard);
		for (NodePools follower : List.of(this.pools, this.readPools)) {
			follower.topologyChanged(TestTopologies.change(follower.routes().topology(), topology));
		}
		await().until(() -> this.reads.choose(SLOT, this.time.getAsLong()) != null);
	}

	@AfterEach
	void close() {
		this.readPools.close();
		this.pools.close();
	}

	@ParameterizedTest
	@EnumSource(value = Command.class, names = { "GET", "MGET", "EVAL_RO", "SORT_RO", "XRANGE" })
	void whatOnlyReadsGoesToTheReplica(Command command) {
		assertThat(this.path.execute(CommandLab.command(command), SLOT)).isEqualTo("OK");
		assertThat(this.rForReads.received()).contains(command.name());
		assertThat(this.p.received()).isEmpty();
		assertThat(this.r.dials()).as("connections that have not said READONLY").isZero();
	}

	@ParameterizedTest
	@EnumSource(value = Command.class, names = { "SET", "EVAL", "GETEX", "SORT", "PFMERGE" })
	void whatWritesGoesToThePrimary(Command command) {
		assertThat(this.path.execute(CommandLab.command(command), SLOT)).isEqualTo("OK");
		assertThat(this.p.received()).containsExactly(command.name());
		assertThat(this.pForReads.received()).as("sent on what has said READONLY").doesNotContain(command.name());
	}

	@Test
	void whatTheCallerCallsAReadGoesToTheReplica() {
		assertThat(this.path.read(CommandLab.command(Command.EVAL), SLOT)).isEqualTo("OK");
		assertThat(this.rForReads.received()).contains("EVAL");
	}

	@Test
	void withoutASlotThePrimaryIsRead() {
		this.path.execute(CommandLab.command(Command.DBSIZE), CommandPath.NO_SLOT);
		assertThat(this.p.received()).containsExactly("DBSIZE");
	}

	@Test
	void whatWaitsGoesToThePrimary() {
		CommandObject<String> blocking = CommandLab.command(Command.XREAD);
		blocking.getArguments().blocking();
		this.path.execute(blocking, SLOT);
		assertThat(this.p.received()).endsWith("XREAD");
	}

	@Test
	void aReportThatIsOldSendsReadsToThePrimary() {
		this.rForReads.dialsFail(() -> new JedisConnectionException("refused"));
		this.rForReads.closesInSilence();
		this.time.advance(Duration.ofMillis(1001));
		this.path.execute(CommandLab.command(Command.GET), SLOT);
		assertThat(this.p.received()).containsExactly("GET");
	}

	@ParameterizedTest
	@ValueSource(strings = { "LOADING x", "MASTERDOWN x", "CLUSTERDOWN x", "TRYAGAIN x" })
	void aReplicaThatCannotServeNowCostsOneTryAndNoWait(String error) {
		this.rForReads.fails(() -> new JedisDataException(error));
		assertThatThePrimaryAnswersAtOnce();
	}

	@Test
	void aReplicaWhoseReplyIsLostCostsOneTry() {
		this.rForReads.fails(() -> new JedisConnectionException("Read timed out"));
		assertThatThePrimaryAnswersAtOnce();
		assertThat(this.signals).containsExactly("CONNECTION_LOST");
	}

	@Test
	void aReplicaThatIsGoneCostsOneTryAndIsThenLeftAlone() {
		this.rForReads.closesInSilence();
		this.rForReads.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		this.rForReads.failsUnsent(() -> new JedisConnectionException("Broken pipe"));
		assertThatThePrimaryAnswersAtOnce();
		this.path.execute(CommandLab.command(Command.GET), SLOT);
		assertThat(this.p.received()).containsExactly("GET", "GET");
	}

	/** That is no reply to the read. */
	@ParameterizedTest
	@ValueSource(strings = { "ERR max number of clients reached", "WRONGPASS invalid", "NOPERM readonly" })
	void aReplicaThatRefusesTheLoginCostsOneTry(String refusal) {
		refusesLogins(refusal);
		assertThatThePrimaryAnswersAtOnce();
		assertThat(this.signals).isEmpty();
	}

	private void refusesLogins(String refusal) {
		this.rForReads.dialsFail(() -> new JedisDataException(refusal));
		this.rForReads.closesItsConnections();
	}

	private void assertThatThePrimaryAnswersAtOnce() {
		long start = this.time.getAsLong();
		assertThat(this.path.execute(CommandLab.command(Command.GET), SLOT)).isEqualTo("OK");
		assertThat(this.p.received()).containsExactly("GET");
		assertThat(this.time.getAsLong()).isEqualTo(start);
		assertThat(this.path.statistics().retries()).isEqualTo(1);
	}

	@Test
	void aReplicaThatHasMovedToAnotherShardSaysSo() {
		this.rForReads.fails(() -> new JedisMovedDataException("MOVED 0 p:6379", this.p.endpoint(), SLOT));
		assertThat(this.path.execute(CommandLab.command(Command.GET), SLOT)).isEqualTo("OK");
		assertThat(this.p.received()).containsExactly("GET");
		assertThat(this.signals).containsExactly("MOVED 0 p:6379");
	}

	@Test
	void aReplicaThatKnowsOfAMigrationIsFollowed() {
		FakeNode importing = this.dialer.node("importing", 6379);
		this.rForReads.fails(() -> new JedisAskDataException("ASK 0 importing:6379", importing.endpoint(), SLOT));
		assertThat(this.path.execute(CommandLab.command(Command.GET), SLOT)).isEqualTo("OK");
		assertThat(importing.received()).containsExactly("ASKING", "GET");
	}

	@Test
	void anErrorOfTheCommandsOwnIsTheCallers() {
		this.rForReads.fails(() -> new JedisDataException("WRONGTYPE no"));
		assertThatExceptionOfType(JedisDataException.class)
			.isThrownBy(() -> this.path.execute(CommandLab.command(Command.GET), SLOT))
			.withMessage("WRONGTYPE no");
		assertThat(this.p.received()).isEmpty();
	}

	@Test
	void whatTheCallerCallsAReadIsNotExecutedTwice() {
		this.rForReads.fails(() -> new JedisConnectionException("Read timed out"));
		assertThatExceptionOfType(CommandMaybeExecutedException.class)
			.isThrownBy(() -> this.path.read(CommandLab.command(Command.EVAL), SLOT));
		assertThat(this.p.received()).isEmpty();
	}

	// keys in several slots

	@ParameterizedTest
	@EnumSource(value = MultiKey.class, names = { "EXISTS", "TOUCH" })
	void partsThatOnlyReadGoToTheReplicaTogether(MultiKey kind) {
		this.rForReads.says(() -> 1L).says(() -> 2L);
		assertThat(split(kind, "a", "b")).isEqualTo(3L);
		assertThat(this.rForReads.received()).contains(kind.name());
		assertThat(this.p.received()).isEmpty();
		assertThat(this.rForReads.exchanges()).isZero();
	}

	@Test
	void partsThatWriteGoToThePrimary() {
		this.p.says(() -> 1L).says(() -> 2L);
		assertThat(split(MultiKey.DEL, "a", "b")).isEqualTo(3L);
		assertThat(this.p.received()).containsExactly("DEL", "DEL");
		assertThat(this.pForReads.received()).doesNotContain("DEL");
		assertThat(this.rForReads.received()).doesNotContain("DEL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "LOADING x", "MASTERDOWN x", "CLUSTERDOWN x", "TRYAGAIN x" })
	void aPartThatTheReplicaCannotServeNowGoesToThePrimaryAtOnce(String error) {
		this.rForReads.fails(() -> new JedisDataException(error)).says(() -> 2L);
		this.p.says(() -> 1L);
		long start = this.time.getAsLong();
		assertThat(split(MultiKey.EXISTS, "a", "b")).isEqualTo(3L);
		assertThat(this.p.commands()).containsExactly("EXISTS a");
		assertThat(this.time.getAsLong()).isEqualTo(start);
		assertThat(this.path.statistics().retries()).isEqualTo(1);
	}

	@Test
	void partsWhoseReplicaIsGoneGoToThePrimary() {
		this.rForReads.closesInSilence();
		this.rForReads.dialsFail(() -> new JedisConnectionException("no", new ConnectException("Connection refused")));
		this.rForReads.failsUnsent(() -> new JedisConnectionException("Broken pipe"));
		this.p.says(() -> 1L).says(() -> 2L);
		assertThat(split(MultiKey.EXISTS, "a", "b")).isEqualTo(3L);
		assertThat(this.p.commands()).containsExactly("EXISTS a", "EXISTS b");
	}

	@Test
	void partsWhoseReplicaRefusesTheLoginGoToThePrimary() {
		refusesLogins("ERR max number of clients reached");
		this.p.says(() -> 1L).says(() -> 2L);
		assertThat(split(MultiKey.EXISTS, "a", "b")).isEqualTo(3L);
		assertThat(this.p.commands()).containsExactly("EXISTS a", "EXISTS b");
	}

	@Test
	void aPartThatTheReplicaRedirectsIsFollowed() {
		this.rForReads.fails(() -> new JedisMovedDataException("MOVED 0 p:6379", this.p.endpoint(), SLOT))
			.says(() -> 2L);
		this.p.says(() -> 1L);
		assertThat(split(MultiKey.EXISTS, "a", "b")).isEqualTo(3L);
		assertThat(this.p.commands()).containsExactly("EXISTS a");
		assertThat(this.signals).containsExactly("MOVED 0 p:6379");
	}

	@Test
	void pipelinesGoToThePrimary() {
		this.path.executeAll(List.of(CommandLab.on(SLOT, Command.GET)));
		assertThat(this.p.received()).containsExactly("GET");
	}

	/** Each key is in a slot of its own. */
	private Object split(MultiKey kind, String... keys) {
		CommandArguments arguments = new CommandArguments(Command.valueOf(kind.name())).addObjects((Object[]) keys);
		return this.path.executeSplit(new CommandObject<>(arguments, BuilderFactory.RAW_OBJECT), kind,
				IntStream.range(SLOT, keys.length).toArray());
	}

	@Test
	void aTryOnAReplicaCountsAsAnyOther() {
		this.rForReads.fails(() -> new JedisDataException("LOADING x"));
		RetryPolicy once = new RetryPolicy(1, Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofMillis(10));
		assertThatExceptionOfType(ClusterCommandException.class)
			.isThrownBy(() -> path(once).execute(CommandLab.command(Command.GET), SLOT))
			.withMessageContaining("last at r:6379: LOADING x");
	}

	private final class Signals implements TopologySignals {

		@Override
		public void moved(int slot, HostAndPort target, HostAndPort witness) {
			ReplicaReadsTests.this.signals.add("MOVED " + slot + " " + target);
		}

		@Override
		public void suspected(HostAndPort endpoint) {
		}

		@Override
		public void trusted(HostAndPort endpoint) {
		}

		@Override
		public void doubt(@Nullable Trigger trigger) {
			ReplicaReadsTests.this.signals.add(String.valueOf(trigger));
		}

	}

}
