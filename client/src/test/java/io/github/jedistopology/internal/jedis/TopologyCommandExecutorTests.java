package io.github.jedistopology.internal.jedis;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.internal.command.CommandMeans;
import io.github.jedistopology.internal.command.CommandPath;
import io.github.jedistopology.internal.connection.FakeDialer;
import io.github.jedistopology.internal.connection.FakeNode;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.PoolThreads;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.internal.connection.TestTopologies;
import io.github.jedistopology.internal.connection.VirtualTime;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TopologyCommandExecutor}: a script that its node does not have, by
 * commands that are declared idempotent.
 */
@Timeout(60)
@ResourceLock("system.properties")
class TopologyCommandExecutorTests {

	private static final String SCRIPT = "return 1";

	private static final String SHA1 = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";

	private static final RetryPolicy POLICY = new RetryPolicy(3, Duration.ofSeconds(5), Duration.ofMillis(1),
			Duration.ofMillis(1), Set.of("EVALSHA"));

	private final VirtualTime time = new VirtualTime();

	private final FakeDialer dialer = new FakeDialer();

	private final FakeNode node = this.dialer.node("a", 7001);

	private final NodePools pools = new NodePools(this.dialer, TestSettings.defaults(), this.time,
			new PoolThreads((task) -> new Thread()), (endpoint, trusted) -> {
			});

	private final CommandPath path = new CommandPath(new CommandMeans(this.pools, mock(), AddressMapper.IDENTITY,
			POLICY, false, StaticCommandFlagsRegistry.registry(), this.time, () -> 0));

	private final TopologyCommandExecutor executor = new TopologyCommandExecutor(TopologyConnectionProvider
		.create(mock(TopologyManager.class), this.pools, this.path, () -> 0, () -> 0, () -> {
		}), this.path, StaticCommandFlagsRegistry.registry());

	private final ClusterCommandObjects commands = new ClusterCommandObjects();

	@BeforeEach
	void evaluateOnce() {
		this.pools.topologyChanged(TestTopologies.change(this.pools.routes().topology(),
				TestTopologies.topology(1, shard(node("1", this.node.endpoint()), slots(0, 16383)))));
		this.executor.executeCommand(this.commands.eval(SCRIPT, List.of("key"), List.of()));
	}

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void scriptGoesWithItsSource() {
		this.node.fails(TopologyCommandExecutorTests::noScript).says(() -> 1L);
		assertThat(evalsha()).isEqualTo(1L);
		assertThat(this.node.received()).containsExactly("EVAL", "EVALSHA", "EVAL");
	}

	/** As when a primary dies that has got it: the promoted replica has no scripts. */
	@Test
	void scriptGoesWithItsSourceAfterALostReply() {
		this.node.fails(TopologyCommandExecutorTests::lost)
			.fails(TopologyCommandExecutorTests::noScript)
			.says(() -> 1L);
		assertThat(evalsha()).isEqualTo(1L);
		assertThat(this.node.received()).containsExactly("EVAL", "EVALSHA", "EVALSHA", "EVAL");
	}

	@Test
	void scriptThatIsRefusedAfterALostReplyMayHaveBeenRun() {
		JedisDataException refusal = new JedisDataException("NOREPLICAS Not enough good replicas");
		this.node.fails(TopologyCommandExecutorTests::lost)
			.fails(TopologyCommandExecutorTests::noScript)
			.fails(() -> refusal);
		assertThatExceptionOfType(CommandMaybeExecutedException.class).isThrownBy(this::evalsha)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).containsExactly(refusal));
	}

	private Object evalsha() {
		return this.executor.executeCommand(this.commands.evalsha(SHA1, List.of("key"), List.of()));
	}

	private static JedisConnectionException lost() {
		return new JedisConnectionException("Read timed out");
	}

	private static JedisNoScriptException noScript() {
		return new JedisNoScriptException("NOSCRIPT No matching script. Please use EVAL.");
	}

}
