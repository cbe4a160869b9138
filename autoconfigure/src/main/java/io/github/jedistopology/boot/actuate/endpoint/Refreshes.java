package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyRefreshDescriptor.ClusterRefreshDescriptor;

/**
 * Refreshes of several clusters that run at the same time.
 */
record Refreshes(List<Refresh> refreshes) {

	private static final Logger logger = LoggerFactory.getLogger(Refreshes.class);

	static Refreshes start(RedisClusters clusters) {
		return new Refreshes(
				clusters.byName().values().stream().map(RedisCluster::manager).map(Refreshes::start).toList());
	}

	private static Refresh start(TopologyManager manager) {
		Topology before = manager.topology();
		return new Refresh(manager, before, manager.refresh());
	}

	RedisTopologyRefreshDescriptor await(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		Map<String, ClusterRefreshDescriptor> clusters = new LinkedHashMap<>();
		this.refreshes
			.forEach((refresh) -> clusters.put(refresh.manager().clusterName(), refresh.await(deadline, timeout)));
		return new RedisTopologyRefreshDescriptor(clusters);
	}

	private record Refresh(TopologyManager manager, Topology before, CompletableFuture<RefreshReport> report) {

		ClusterRefreshDescriptor await(long deadline, Duration timeout) {
			try {
				RefreshReport ended = this.report.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				return ClusterRefreshDescriptor.ended(this.before, this.manager.topology(), ended);
			}
			catch (TimeoutException ex) {
				return failed("Still under way after %s".formatted(timeout));
			}
			catch (ExecutionException | CancellationException ex) {
				// It is refused or abandoned for this reason only.
				logger.debug("Redis Cluster '{}': no refresh", this.manager.clusterName(), ex);
				return failed("The client is closed");
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return failed("Interrupted");
			}
		}

		private ClusterRefreshDescriptor failed(String failure) {
			return ClusterRefreshDescriptor.failed(this.before, this.manager.topology(), failure);
		}

	}

}
