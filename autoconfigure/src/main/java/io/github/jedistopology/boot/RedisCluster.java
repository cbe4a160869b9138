package io.github.jedistopology.boot;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.TopologyManager;

/**
 * One Redis Cluster that the application uses: what can be told of it.
 *
 * @param manager knows its topology
 * @param commands counts what happens to commands, {@code null} when only the manager is
 * known
 * @param connections tells of connections, {@code null} when only the manager is known
 */
public record RedisCluster(TopologyManager manager, @Nullable CommandStatistics commands,
		@Nullable ConnectionStatistics connections) {

	public RedisCluster {
		Objects.requireNonNull(manager, "manager");
	}

	/**
	 * The cluster of a client.
	 * @param topology the client
	 * @return all that it tells
	 */
	public static RedisCluster of(JedisTopology topology) {
		return new RedisCluster(topology.topologyManager(), topology.commandStatistics(),
				topology.connectionStatistics());
	}

	/**
	 * The cluster of a manager whose client is not known.
	 * @param manager the manager
	 * @return what the manager tells
	 */
	public static RedisCluster of(TopologyManager manager) {
		return new RedisCluster(manager, null, null);
	}

	/**
	 * The name that the application has given to the cluster.
	 * @return the name
	 */
	public String name() {
		return this.manager.clusterName();
	}

}
