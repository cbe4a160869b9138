package io.github.jedistopology.internal.jedis;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.CommandFlagsRegistry;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.internal.command.ClusterScan;
import io.github.jedistopology.internal.command.CommandMeans;
import io.github.jedistopology.internal.command.CommandPath;
import io.github.jedistopology.internal.command.KeyBatches;
import io.github.jedistopology.internal.connection.DialedViewConnection;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.PoolThreads;
import io.github.jedistopology.internal.engine.EngineShell;

/**
 * Puts the parts of a client together and takes them apart again.
 */
public final class ClusterAssembly {

	/** Each thread has its own, so that they do not wait for one another. */
	private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

	private final RedisProtocol protocol;

	private final ClusterDialer dialer;

	private final NodePools pools;

	private final EngineShell engine;

	private final @Nullable ReplicaConnections replicas;

	private final CommandPath path;

	private final RedisClusterClient client;

	private ClusterAssembly(ClusterSettings settings) {
		this.protocol = settings.protocol();
		this.dialer = new ClusterDialer(settings, System::nanoTime, this::isRemoved);
		ThreadFactory threads = poolThreadFactory(settings.name());
		this.pools = new NodePools(this.dialer, settings, System::nanoTime, new PoolThreads(threads),
				this::trustChanged);
		this.replicas = (settings.reads().from() != ReadFrom.PRIMARY)
				? new ReplicaConnections(settings, this.dialer, new PoolThreads(threads), RANDOM) : null;
		this.engine = new EngineShell(settings, DialedViewConnection.factory(this.dialer::dialSource, settings),
				routes(), new MonotonicClock(), new Random());
		CommandFlagsRegistry flags = StaticCommandFlagsRegistry.registry();
		this.path = new CommandPath(
				new CommandMeans(this.pools, this.engine, settings.addressMapper(), settings.retry(),
						settings.suspicion().failFast(), flags, System::nanoTime, RANDOM),
				(this.replicas != null) ? this.replicas.reads() : null);
		TopologyConnectionProvider provider = TopologyConnectionProvider.create(this.engine, this.pools, this.path,
				() -> System.nanoTime() + settings.retry().budget().toNanos(), RANDOM, this::close);
		this.client = TopologyClientBuilder.build(provider, new TopologyCommandExecutor(provider, this.path, flags),
				settings.splitMultiKeyCommands(), this.protocol);
	}

	/**
	 * Starts a client.
	 * @param settings what it is told
	 * @return a client that knows its cluster
	 * @throws IllegalArgumentException if this version of Jedis cannot do what is asked
	 * for
	 * @throws io.github.jedistopology.TopologyUnavailableException if nobody gave a view
	 * of the cluster
	 */
	public static ClusterAssembly start(ClusterSettings settings) {
		ClusterAssembly assembly = assemble(settings);
		try {
			assembly.engine.start();
			return assembly;
		}
		catch (RuntimeException ex) {
			assembly.close();
			throw ex;
		}
	}

	/**
	 * Starts a client without waiting for anybody.
	 * @param settings what it is told
	 * @return a client that is about to know its cluster
	 * @throws IllegalArgumentException if this version of Jedis cannot do what is asked
	 * for
	 */
	public static ClusterAssembly startLazily(ClusterSettings settings) {
		ClusterAssembly assembly = assemble(settings);
		assembly.engine.startLazily();
		return assembly;
	}

	private static ClusterAssembly assemble(ClusterSettings settings) {
		TopologyClientBuilder.check(settings.splitMultiKeyCommands());
		NameCache.ofJvm().check(settings.endpoints(), settings.resolver());
		return new ClusterAssembly(settings);
	}

	/**
	 * What follows each topology before anybody else hears of it. The pools for commands
	 * come last: they wake those who wait for a change.
	 */
	private TopologyListener routes() {
		ReplicaConnections replicas = this.replicas;
		if (replicas == null) {
			return this.pools;
		}
		return new TopologyListener() {

			@Override
			public void topologyChanged(TopologyChange change) {
				replicas.pools().topologyChanged(change);
				ClusterAssembly.this.pools.topologyChanged(change);
			}

		};
	}

	private static ThreadFactory poolThreadFactory(String clusterName) {
		return (task) -> {
			Thread thread = new Thread(task, "jedis-topology-" + clusterName + "-pools");
			thread.setDaemon(true);
			return thread;
		};
	}

	private void trustChanged(HostAndPort endpoint, boolean trusted) {
		if (trusted) {
			this.engine.trusted(endpoint);
		}
		else {
			this.engine.suspected(endpoint);
		}
	}

	private boolean isRemoved(HostAndPort address) {
		return this.engine.isRemoved(address);
	}

	public RedisClusterClient client() {
		return this.client;
	}

	public TopologyManager topologyManager() {
		return this.engine;
	}

	public CommandStatistics commandStatistics() {
		return this.path.statistics();
	}

	public ConnectionStatistics connectionStatistics() {
		return new LiveConnections(this.pools, this.replicas, this.dialer.counts());
	}

	/**
	 * Replaces all connections.
	 */
	public void renewConnections() {
		this.pools.renewAll();
		if (this.replicas != null) {
			this.replicas.renewConnections();
		}
	}

	/**
	 * Begins a transaction.
	 * @param key any key of its slot
	 * @return a transaction without MULTI
	 */
	public AbstractTransaction transaction(String key) {
		return new ClusterTransaction(ClusterCommands.create(this.protocol), this.path, JedisClusterCRC16.getSlot(key));
	}

	/**
	 * Begins a scan of all keys.
	 * @param params which keys, and how many at once
	 * @param type the type of their values, {@code null} for any
	 * @return the keys, batch by batch
	 */
	public Iterator<List<byte[]>> scan(ScanParams params, @Nullable String type) {
		return new KeyBatches(new ClusterScan(this.path), params, type);
	}

	/**
	 * Ends the engine first, so that nobody brings new pools.
	 */
	public void close() {
		this.engine.close();
		this.pools.close();
		if (this.replicas != null) {
			this.replicas.close();
		}
		this.dialer.close();
	}

}
