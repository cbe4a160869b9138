package io.github.jedistopology.boot.actuate.endpoint;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyManager;

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
	 * @param changed whether the topology has changed meanwhile
	 * @param version the version of the topology after it
	 * @param changes what has changed
	 * @param refresh what the refresh did and found, left out when it did not end
	 * @param failure why it did not end, left out when it did
	 */
	public record ClusterRefreshDescriptor(boolean changed, long version, List<ChangeDescriptor> changes,
			@Nullable RefreshDescriptor refresh, @Nullable String failure) {

		static ClusterRefreshDescriptor ended(TopologyManager manager, long versionBefore, RefreshReport report) {
			return of(manager, versionBefore, RefreshDescriptor.of(report), null);
		}

		static ClusterRefreshDescriptor failed(TopologyManager manager, long versionBefore, String failure) {
			return of(manager, versionBefore, null, failure);
		}

		private static ClusterRefreshDescriptor of(TopologyManager manager, long versionBefore,
				@Nullable RefreshDescriptor refresh, @Nullable String failure) {
			long version = manager.topology().version();
			List<ChangeDescriptor> changes = manager.history()
				.changes()
				.stream()
				.filter((change) -> change.version() > versionBefore)
				.map(ChangeDescriptor::of)
				.toList();
			return new ClusterRefreshDescriptor(version > versionBefore, version, changes, refresh, failure);
		}

	}

}
