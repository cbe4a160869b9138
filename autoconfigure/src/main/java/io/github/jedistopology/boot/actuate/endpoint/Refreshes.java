package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyRefreshDescriptor.ClusterRefreshDescriptor;

/**
 * Refreshes of several clusters that run at the same time.
 */
record Refreshes(List<Refresh> refreshes) {

	static Refreshes start(RedisClusters clusters) {
		return new Refreshes(
				clusters.byName().values().stream().map(RedisCluster::manager).map(Refreshes::start).toList());
	}

	private static Refresh start(TopologyManager manager) {
		long version = manager.topology().version();
		return new Refresh(manager, version, manager.refresh());
	}

	RedisTopologyRefreshDescriptor await(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		Map<String, ClusterRefreshDescriptor> clusters = new LinkedHashMap<>();
		this.refreshes
			.forEach((refresh) -> clusters.put(refresh.manager().clusterName(), refresh.await(deadline, timeout)));
		return new RedisTopologyRefreshDescriptor(clusters);
	}

	private record Refresh(TopologyManager manager, long versionBefore, CompletableFuture<RefreshReport> report) {

		ClusterRefreshDescriptor await(long deadline, Duration timeout) {
			try {
				return ClusterRefreshDescriptor.ended(this.manager, this.versionBefore,
						this.report.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
			}
			catch (TimeoutException ex) {
				return failed("Still under way after %s".formatted(timeout));
			}
			catch (ExecutionException ex) {
				return failed(String.valueOf(ex.getCause()));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return failed("Interrupted");
			}
		}

		private ClusterRefreshDescriptor failed(String failure) {
			return ClusterRefreshDescriptor.failed(this.manager, this.versionBefore, failure);
		}

	}

}
