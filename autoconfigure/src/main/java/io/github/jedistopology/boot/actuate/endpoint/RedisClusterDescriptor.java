package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Instant;
import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.jedistopology.TopologyHistory;
import io.github.jedistopology.boot.RedisCluster;

/**
 * The answer to a read of one cluster: what is known of it, and what has happened lately.
 *
 * @param name the cluster's name
 * @param topology what is known at this moment
 * @param changes the last changes, the newest last
 * @param refreshes the last refreshes, the newest last
 */
public record RedisClusterDescriptor(String name, ClusterDescriptor topology, List<ChangeDescriptor> changes,
		List<RefreshDescriptor> refreshes) implements OperationResponseBody {

	static RedisClusterDescriptor of(RedisCluster cluster, Instant now) {
		TopologyHistory history = cluster.manager().history();
		return new RedisClusterDescriptor(cluster.name(), ClusterDescriptor.of(cluster, now),
				history.changes().stream().map(ChangeDescriptor::of).toList(),
				history.refreshes().stream().map(RefreshDescriptor::of).toList());
	}

}
