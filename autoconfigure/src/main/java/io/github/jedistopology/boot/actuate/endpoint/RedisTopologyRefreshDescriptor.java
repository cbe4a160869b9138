package io.github.jedistopology.boot.actuate.endpoint;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyDescriptor.RefreshDescriptor;

/**
 * The answer to a write to {@link RedisTopologyEndpoint}.
 *
 * @param clusters the refreshes by the names of the clusters
 */
public record RedisTopologyRefreshDescriptor(
		Map<String, ClusterRefreshDescriptor> clusters) implements OperationResponseBody {

	/**
	 * What became of one cluster's refresh.
	 *
	 * @param changed whether the refresh led to a new topology
	 * @param version the version of the topology after it
	 * @param refresh what the refresh did and found, left out when it did not end
	 * @param failure why it did not end, left out when it did
	 */
	public record ClusterRefreshDescriptor(boolean changed, long version, @Nullable RefreshDescriptor refresh,
			@Nullable String failure) {

		static ClusterRefreshDescriptor ended(TopologyManager manager, RefreshReport report) {
			return new ClusterRefreshDescriptor(report.outcome() == Outcome.CHANGED, manager.topology().version(),
					RefreshDescriptor.of(report), null);
		}

		static ClusterRefreshDescriptor failed(TopologyManager manager, String failure) {
			return new ClusterRefreshDescriptor(false, manager.topology().version(), null, failure);
		}

	}

}
