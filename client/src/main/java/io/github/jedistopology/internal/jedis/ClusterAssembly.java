package io.github.jedistopology.internal.jedis;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import redis.clients.jedis.CommandFlagsRegistry;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.StaticCommandFlagsRegistry;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.internal.command.CommandMeans;
import io.github.jedistopology.internal.command.CommandPath;
import io.github.jedistopology.internal.connection.DialedViewConnection;
import io.github.jedistopology.internal.connection.Dialer;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.engine.EngineShell;

/**
 * Puts the parts of a client together and takes them apart again.
 */
public final class ClusterAssembly {

	/** Each thread has its own, so that they do not wait for one another. */
	private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

	private final NodePools pools;

	private final EngineShell engine;

	private final CommandPath path;

	private final RedisClusterClient client;

	private ClusterAssembly(ClusterSettings settings) {
		Dialer dialer = new ClusterDialer(settings);
		this.pools = new NodePools(dialer, settings, System::nanoTime, background(settings.name()));
		this.engine = new EngineShell(settings, DialedViewConnection.factory(dialer, settings), this.pools,
				new MonotonicClock(), new Random());
		CommandFlagsRegistry flags = StaticCommandFlagsRegistry.registry();
		this.path = new CommandPath(
				new CommandMeans(this.pools, this.engine, settings.retry(), flags, System::nanoTime, RANDOM));
		TopologyConnectionProvider provider = TopologyConnectionProvider.create(this.engine, this.pools,
				() -> System.nanoTime() + settings.retry().budget().toNanos(), RANDOM, this::close);
		this.client = TopologyClientBuilder.build(provider, new TopologyCommandExecutor(provider, this.path, flags));
	}

	/**
	 * Starts a client.
	 * @param settings what it is told
	 * @return a client that knows its cluster
	 * @throws io.github.jedistopology.TopologyUnavailableException if nobody gave a view
	 * of the cluster
	 */
	public static ClusterAssembly start(ClusterSettings settings) {
		ClusterAssembly assembly = new ClusterAssembly(settings);
		try {
			assembly.engine.start();
			return assembly;
		}
		catch (RuntimeException ex) {
			assembly.close();
			throw ex;
		}
	}

	private static ScheduledExecutorService background(String clusterName) {
		return Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "jedis-topology-" + clusterName + "-pools");
			thread.setDaemon(true);
			return thread;
		});
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

	/**
	 * Ends the engine first, so that nobody brings new pools.
	 */
	public void close() {
		this.engine.close();
		this.pools.close();
	}

}
