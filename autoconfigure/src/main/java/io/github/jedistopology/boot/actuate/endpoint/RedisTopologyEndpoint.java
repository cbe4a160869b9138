package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.TopologyManagers;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyDescriptor.ClusterDescriptor;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyRefreshDescriptor.ClusterRefreshDescriptor;

/**
 * {@link Endpoint} that shows the topologies of the application's Redis Clusters and
 * refreshes them.
 */
@Endpoint(id = "redistopology")
public class RedisTopologyEndpoint {

	private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(10);

	private final TopologyManagers managers;

	private final Clock clock;

	private final Duration refreshTimeout;

	/**
	 * An endpoint for all clusters.
	 * @param managers know the clusters
	 * @param clock tells the topologies' ages
	 */
	public RedisTopologyEndpoint(TopologyManagers managers, Clock clock) {
		this(managers, clock, REFRESH_TIMEOUT);
	}

	RedisTopologyEndpoint(TopologyManagers managers, Clock clock, Duration refreshTimeout) {
		this.managers = managers;
		this.clock = clock;
		this.refreshTimeout = refreshTimeout;
	}

	/**
	 * What is known of each cluster at this moment. Asks no node.
	 * @return the topologies
	 */
	@ReadOperation
	public RedisTopologyDescriptor topologies() {
		Map<String, ClusterDescriptor> clusters = new LinkedHashMap<>();
		this.managers.byClusterName()
			.forEach((name, manager) -> clusters.put(name, ClusterDescriptor.of(manager, this.clock.instant())));
		return new RedisTopologyDescriptor(clusters);
	}

	/**
	 * Refreshes all clusters at once, and waits for 10 seconds at the most.
	 * @return what the refreshes found
	 */
	@WriteOperation
	public RedisTopologyRefreshDescriptor refresh() {
		long deadline = System.nanoTime() + this.refreshTimeout.toNanos();
		Map<TopologyManager, CompletableFuture<RefreshReport>> refreshes = new LinkedHashMap<>();
		this.managers.byClusterName().values().forEach((manager) -> refreshes.put(manager, manager.refresh()));
		Map<String, ClusterRefreshDescriptor> clusters = new LinkedHashMap<>();
		refreshes.forEach((manager, refresh) -> clusters.put(manager.clusterName(), await(manager, refresh, deadline)));
		return new RedisTopologyRefreshDescriptor(clusters);
	}

	private ClusterRefreshDescriptor await(TopologyManager manager, CompletableFuture<RefreshReport> refresh,
			long deadline) {
		try {
			RefreshReport report = refresh.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			return ClusterRefreshDescriptor.ended(manager, report);
		}
		catch (TimeoutException ex) {
			return ClusterRefreshDescriptor.failed(manager, "Still under way after %s".formatted(this.refreshTimeout));
		}
		catch (ExecutionException ex) {
			return ClusterRefreshDescriptor.failed(manager, String.valueOf(ex.getCause()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ClusterRefreshDescriptor.failed(manager, "Interrupted");
		}
	}

}
