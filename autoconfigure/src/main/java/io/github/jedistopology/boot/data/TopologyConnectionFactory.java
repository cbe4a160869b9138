package io.github.jedistopology.boot.data;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterTopologyProvider;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import io.github.jedistopology.JedisTopology;

/**
 * Connects Spring Data Redis with a {@link JedisTopology}. Thread-safe.
 * <p>
 * The client belongs to whoever has made it: neither {@link #stop()} nor
 * {@link #destroy()} closes it, so that others can go on using it. A stopped factory
 * hands out no connections until it is started again.
 */
public final class TopologyConnectionFactory extends JedisConnectionFactory {

	private final JedisTopology topology;

	private final ClusterTopologyProvider topologyProvider;

	private volatile ConnectionMeans means;

	private volatile boolean running;

	/**
	 * A factory on a client.
	 * @param topology the client, which this factory does not close
	 */
	public TopologyConnectionFactory(JedisTopology topology) {
		super(new RedisClusterConfiguration());
		this.topology = topology;
		this.topologyProvider = new SnapshotTopologyProvider(topology.topologyManager());
		this.means = ConnectionMeans.of(topology, this.topologyProvider, new SimpleAsyncTaskExecutor("redis-"));
	}

	/**
	 * Replaces the threads on which commands for several nodes, such as KEYS, run.
	 */
	@Override
	public void setExecutor(AsyncTaskExecutor executor) {
		super.setExecutor(executor);
		this.means = ConnectionMeans.of(this.topology, this.topologyProvider, executor);
	}

	@Override
	protected RedisClusterClient createRedisClusterClient(RedisClusterConfiguration configuration) {
		return this.topology.client();
	}

	@Override
	protected ClusterTopologyProvider createTopologyProvider(UnifiedJedis cluster) {
		return this.topologyProvider;
	}

	@Override
	public void start() {
		super.start();
		this.running = true;
	}

	@Override
	public void stop() {
		// What the super class would do here is to close the client.
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public RedisClusterConnection getClusterConnection() {
		if (!this.running) {
			throw new IllegalStateException("TopologyConnectionFactory is not running: start() it first");
		}
		return new TopologyConnection(this.means, getConvertPipelineAndTxResults());
	}

	@Override
	public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException ex) {
		return ExceptionTranslation.INSTANCE.translate(ex);
	}

}
