package io.github.jedistopology.internal.jedis;

import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ClusterConnectionProvider;

import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.internal.command.Broadcast;
import io.github.jedistopology.internal.command.ClusterScan;
import io.github.jedistopology.internal.command.CommandPath;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodePools;

/**
 * Gives Jedis the connections and pools that the topology names. The cache that it
 * inherits stays empty.
 * <p>
 * For a single command Jedis asks for a connection and hands it to the executor with the
 * command; it gets one that leads nowhere, because {@link TopologyCommandExecutor}
 * borrows the real one itself, once for each try. What is to go to all nodes or to any of
 * them Jedis finds in the maps, whose pools lend connections of the same kind.
 */
final class TopologyConnectionProvider extends ClusterConnectionProvider {

	private static final HostAndPort NOBODY = new HostAndPort("nobody.invalid", 1);

	private static final Object NO_DISCOVERY = new Object();

	private final TopologyManager topologyManager;

	private final NodePools pools;

	private final CommandPath path;

	private final JedisNodePools jedisPools;

	private final RandomGenerator random;

	private final Runnable onClose;

	private final Connection placeholder = new Connection(NOBODY);

	private final Connection replicaPlaceholder = new Connection(NOBODY);

	private final Map<String, ConnectionPool> anyNode = Map.of(NOBODY.toString(),
			new VirtualPool().lending(this.placeholder));

	private TopologyConnectionProvider(TopologyManager topologyManager, NodePools pools, CommandPath path,
			LongSupplier deadline, RandomGenerator random, Runnable onClose) {
		super(Set.of(NOBODY), neverConnects());
		this.topologyManager = topologyManager;
		this.pools = pools;
		this.path = path;
		this.jedisPools = new JedisNodePools(pools, deadline);
		this.random = random;
		this.onClose = onClose;
	}

	/**
	 * Jedis's constructor discovers the cluster by itself and throws when it cannot,
	 * unless a system property forbids that. The property is set for the moment that the
	 * constructor takes, in which no connection is attempted.
	 */
	static TopologyConnectionProvider create(TopologyManager topologyManager, NodePools pools, CommandPath path,
			LongSupplier deadline, RandomGenerator random, Runnable onClose) {
		synchronized (NO_DISCOVERY) {
			String before = System.getProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY);
			System.setProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY, "true");
			try {
				return new TopologyConnectionProvider(topologyManager, pools, path, deadline, random, onClose);
			}
			finally {
				if (before != null) {
					System.setProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY, before);
				}
				else {
					System.clearProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY);
				}
			}
		}
	}

	private static JedisClientConfig neverConnects() {
		return DefaultJedisClientConfig.builder().hostAndPortMapper((address) -> {
			throw new JedisConnectionException("The topology is discovered elsewhere");
		}).build();
	}

	boolean isPlaceholder(Connection connection) {
		return connection == this.placeholder;
	}

	boolean isReplicaPlaceholder(Connection connection) {
		return connection == this.replicaPlaceholder;
	}

	@Override
	public Connection getConnection(CommandArguments arguments) {
		return this.placeholder;
	}

	@Override
	public Connection getReplicaConnection(CommandArguments arguments) {
		return this.replicaPlaceholder;
	}

	@Override
	public Connection getConnection() {
		if (JedisCaller.current() == JedisCaller.SUBSCRIBER) {
			return subscription(CommandPath.NO_SLOT);
		}
		return borrow(this.pools.routes().anyPrimary(this.random));
	}

	/** Jedis 8 asks for nobody when a command in a pipeline has no key. */
	@Override
	public Connection getConnection(@Nullable HostAndPort node) {
		return (node == null || node.equals(PipelineConnection.NODE)) ? new PipelineConnection(this.path)
				: borrow(this.pools.pool(node));
	}

	@Override
	public Connection getConnectionFromSlot(int slot) {
		return JedisCaller.current() == JedisCaller.SUBSCRIBER ? subscription(slot)
				: borrow(this.pools.routes().primary(slot));
	}

	@Override
	public Connection getReplicaConnectionFromSlot(int slot) {
		return borrow(this.pools.routes().primary(slot));
	}

	private Connection subscription(int slot) {
		return new SubscriptionConnection(NOBODY, this.path.subscription(slot));
	}

	private Connection borrow(@Nullable NodePool pool) {
		if (pool == null) {
			throw new JedisClusterOperationException(
					"No node of Redis Cluster '%s' serves this slot".formatted(this.topologyManager.clusterName()));
		}
		return this.jedisPools.of(pool).getResource();
	}

	/** Asked by pipelines only, which shall believe that all slots are in one place. */
	@Override
	public HostAndPort getNode(int slot) {
		return PipelineConnection.NODE;
	}

	@Override
	public Map<String, ConnectionPool> getNodes() {
		return this.jedisPools.nodes();
	}

	@Override
	public Map<String, ConnectionPool> getPrimaryNodes() {
		return this.jedisPools.primaries();
	}

	@Override
	public Map<String, ConnectionPool> getConnectionMap() {
		return switch (JedisCaller.current()) {
			case ANY_NODE_RESOLVER -> this.anyNode;
			case BROADCAST -> BroadcastPools.oneByOne(Broadcast.ofOne(this.path, true));
			case SCAN -> ScanConnection.pools(new ClusterScan(this.path));
			case SEARCH -> BroadcastPools.together(Broadcast.ofMany(this.path));
			case SUBSCRIBER, OTHER -> this.jedisPools.nodes();
		};
	}

	@Override
	public Map<String, ConnectionPool> getPrimaryNodesConnectionMap() {
		return switch (JedisCaller.current()) {
			case ANY_NODE_RESOLVER -> this.anyNode;
			case BROADCAST -> BroadcastPools.oneByOne(Broadcast.ofOne(this.path, false));
			default -> this.jedisPools.primaries();
		};
	}

	@Override
	public void renewSlotCache() {
		this.topologyManager.refresh();
	}

	@Override
	public void renewSlotCache(Connection connection) {
		this.topologyManager.refresh();
	}

	@Override
	public void close() {
		this.onClose.run();
	}

}
