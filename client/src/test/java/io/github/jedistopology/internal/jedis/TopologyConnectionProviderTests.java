package io.github.jedistopology.internal.jedis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.BinaryJedisShardedPubSub;
import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.search.FTSearchParams;
import redis.clients.jedis.search.FtSearchIteration;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
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
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link TopologyConnectionProvider}.
 */
@ResourceLock("system.properties")
class TopologyConnectionProviderTests {

	private static final HostAndPort A = new HostAndPort("a", 7001);

	private static final HostAndPort B = new HostAndPort("b", 7002);

	private final VirtualTime time = new VirtualTime();

	private final FakeDialer dialer = new FakeDialer();

	/** Nothing is dialled ahead: the pools' threads do nothing. */
	private final NodePools pools = new NodePools(this.dialer, TestSettings.defaults(), this.time,
			new PoolThreads((task) -> new Thread()), (endpoint, trusted) -> {
			});

	private final CommandPath path = new CommandPath(new CommandMeans(this.pools, mock(), AddressMapper.IDENTITY,
			RetryPolicy.DEFAULTS, false, StaticCommandFlagsRegistry.registry(), this.time, () -> 0));

	private final TopologyManager topologyManager = mock(TopologyManager.class);

	private final AtomicInteger closed = new AtomicInteger();

	private final TopologyConnectionProvider provider = create();

	@AfterEach
	void close() {
		System.clearProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY);
		this.pools.close();
	}

	@Test
	void isMadeWithoutDiscoveryAndLeavesTheSystemPropertyAsItWas() {
		assertThat(System.getProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY)).isNull();
		System.setProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY, "the user's");
		create();
		assertThat(System.getProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY)).isEqualTo("the user's");
		assertThat(this.dialer.dials()).isEmpty();
	}

	@Test
	void aCommandGetsAConnectionThatLeadsNowhere() {
		Connection placeholder = this.provider.getConnection(new ClusterCommandObjects().get("key").getArguments());
		assertThat(this.provider.isPlaceholder(placeholder)).isTrue();
		placeholder.close();
		assertThat(placeholder.isConnected()).isFalse();
		assertThat(this.dialer.dials()).isEmpty();
	}

	@Test
	void otherConnectionsAreRealAndComeBack() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 11)));
		assertLeadsTo(this.provider.getConnectionFromSlot(11), B);
		assertLeadsTo(this.provider.getReplicaConnectionFromSlot(0), A);
		assertLeadsTo(this.provider.getConnection(B), B);
		try (Connection any = this.provider.getConnection()) {
			assertThat(any.isConnected()).isTrue();
		}
		assertThat(this.provider.getNodes().values()).allSatisfy((pool) -> assertThat(pool.getNumActive()).isZero());
	}

	private void assertLeadsTo(Connection connection, HostAndPort endpoint) {
		assertThat(this.pools.pool(endpoint).active()).isEqualTo(1);
		connection.close();
		assertThat(this.pools.pool(endpoint).active()).isZero();
		assertThat(this.pools.pool(endpoint).idle()).isEqualTo(1);
	}

	/** Fails when a later Jedis calls them something else. */
	@Test
	void whoSubscribesGetsASubscription() {
		publish(shard(node("1", A), slots(0, 16383)));
		RedisClusterClient client = TopologyClientBuilder.build(this.provider,
				new TopologyCommandExecutor(this.provider, this.path, StaticCommandFlagsRegistry.registry()), true,
				RedisProtocol.RESP2);
		byte[] channel = SafeEncoder.encode("foo");
		assertSubscribes(() -> client.subscribe(new JedisPubSub() {
		}, "foo"));
		assertSubscribes(() -> client.psubscribe(new JedisPubSub() {
		}, "foo"));
		assertSubscribes(() -> client.subscribe(new BinaryJedisPubSub() {
		}, channel));
		assertSubscribes(() -> client.psubscribe(new BinaryJedisPubSub() {
		}, channel));
		assertSubscribes(() -> client.ssubscribe(new JedisShardedPubSub() {
		}, "foo"));
		assertSubscribes(() -> client.ssubscribe(new BinaryJedisShardedPubSub() {
		}, channel));
		assertLeadsTo(resubscribe(client), A);
	}

	/** An application may call its methods what it likes. */
	private static Connection resubscribe(RedisClusterClient client) {
		return client.getConnectionFromSlot(12182);
	}

	/**
	 * The node's answer makes no sense, so that it ends; no pool keeps its connection.
	 */
	private void assertSubscribes(ThrowingCallable call) {
		FakeNode node = this.dialer.node(A);
		int before = node.received().size();
		assertThatExceptionOfType(JedisException.class).isThrownBy(call).withMessageContaining("OK");
		assertThat(node.received()).hasSize(before + 1);
		assertThat(node.open()).isZero();
	}

	@Test
	void saysThatNobodyServesASlot() {
		given(this.topologyManager.clusterName()).willReturn("orders");
		assertThatExceptionOfType(JedisClusterOperationException.class)
			.isThrownBy(() -> this.provider.getConnectionFromSlot(5))
			.withMessage("No node of Redis Cluster 'orders' serves this slot");
	}

	@Test
	void aPipelineGetsAConnectionOfItsOwnThatLeadsNowhere() {
		HostAndPort node = this.provider.getNode(10);
		assertThat(this.provider.getNode(11)).as("for all slots").isEqualTo(node);
		Connection connection = this.provider.getConnection(node);
		assertThat(connection).isInstanceOf(PipelineConnection.class)
			.isNotSameAs(this.provider.getConnection(node))
			.returns(false, Connection::isConnected);
		assertThat(this.provider.getConnection((HostAndPort) null)).as("for commands without a key")
			.isInstanceOf(PipelineConnection.class);
	}

	@Test
	void listsFollowTheTopology() {
		publish(shard(node("1", A), slots(0, 10)));
		assertThat(this.provider.getPrimaryNodesConnectionMap()).containsOnlyKeys("a:7001");
		publish(shard(node("2", B), slots(0, 10)));
		assertThat(this.provider.getPrimaryNodesConnectionMap()).containsOnlyKeys("b:7002");
		assertThat(this.provider.getConnectionMap()).containsOnlyKeys("b:7002");
	}

	/** Jedis's classes are told apart by their names. */
	@Test
	void broadcastTakesThePathOfAllCommands() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 11)));
		this.dialer.node(A).failsUnsent(() -> new JedisConnectionException("not sent, so tried again"));
		TopologyCommandExecutor executor = new TopologyCommandExecutor(this.provider, this.path,
				StaticCommandFlagsRegistry.registry());
		assertThat(executor.broadcastCommand(new CommandObjects().ping())).isEqualTo("PONG");
		assertThat(this.dialer.node(A).received()).containsExactly("PING");
		assertThat(this.dialer.node(B).received()).containsExactly("PING");
	}

	@Test
	void scanGoesThroughTheWholeCluster() {
		publish(shard(node("1", A), slots(0, 16383)));
		FakeNode node = this.dialer.node(A);
		for (int i = 0; i < 2; i++) {
			node.says(() -> SafeEncoder.encode("run_id:one"))
				.says(() -> SafeEncoder.encode("1 a:1@2 myself,master - 0 0 1 connected 0-16383"));
			if (i == 0) {
				node.says(() -> List.of(SafeEncoder.encode("0"), List.of(SafeEncoder.encode("key"))));
			}
		}
		assertThat(new ScanIteration(this.provider, 10, "*").collect(new ArrayList<>())).containsExactly("key");
		assertThat(node.received()).containsExactly("INFO", "CLUSTER", "SCAN", "INFO", "CLUSTER");
	}

	@Test
	void searchGoesToEveryPrimary() {
		publish(shard(node("1", A), slots(0, 10)), shard(node("2", B), slots(11, 11)));
		List.of(A, B).forEach((node) -> this.dialer.node(node).says(() -> List.of(0L)));
		FtSearchIteration iteration = new FtSearchIteration(this.provider, 10, "index", "*", new FTSearchParams());
		assertThat(iteration.collect(new ArrayList<>())).isEmpty();
		assertThat(this.dialer.node(A).received()).containsExactly("FT.SEARCH");
		assertThat(this.dialer.node(B).received()).containsExactly("FT.SEARCH");
	}

	@Test
	void renewingTheSlotCacheRefreshesTheTopology() {
		this.provider.renewSlotCache();
		this.provider.renewSlotCache(null);
		then(this.topologyManager).should(times(2)).refresh();
	}

	@Test
	void closingItClosesTheClient() {
		this.provider.close();
		assertThat(this.closed).hasValue(1);
	}

	private TopologyConnectionProvider create() {
		return TopologyConnectionProvider.create(this.topologyManager, this.pools, this.path,
				() -> this.time.in(Duration.ofSeconds(5)), () -> 0, this.closed::incrementAndGet);
	}

	private void publish(Shard... shards) {
		Topology before = this.pools.routes().topology();
		this.pools
			.topologyChanged(TestTopologies.change(before, TestTopologies.topology(before.version() + 1, shards)));
	}

}
