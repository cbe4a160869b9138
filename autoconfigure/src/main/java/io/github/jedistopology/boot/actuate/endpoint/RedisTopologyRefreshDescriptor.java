package io.github.jedistopology.boot.actuate.endpoint;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;

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
	 * @param difference between the topologies before and after it, left out when it has
	 * not changed
	 * @param refresh what the refresh did and found, left out when it did not end
	 * @param failure why it did not end, left out when it did
	 */
	public record ClusterRefreshDescriptor(boolean changed, long version, @Nullable DifferenceDescriptor difference,
			@Nullable RefreshDescriptor refresh, @Nullable String failure) {

		static ClusterRefreshDescriptor ended(Topology before, Topology after, RefreshReport report) {
			return of(before, after, RefreshDescriptor.of(report), null);
		}

		static ClusterRefreshDescriptor failed(Topology before, Topology after, String failure) {
			return of(before, after, null, failure);
		}

		private static ClusterRefreshDescriptor of(Topology before, Topology after, @Nullable RefreshDescriptor refresh,
				@Nullable String failure) {
			boolean changed = after.version() > before.version();
			return new ClusterRefreshDescriptor(changed, after.version(),
					changed ? DifferenceDescriptor.between(before, after) : null, refresh, failure);
		}

	}

	/**
	 * What is different in one topology from another.
	 *
	 * @param added the endpoints of the nodes that came
	 * @param removed the endpoints of the nodes that went
	 * @param movedSlots how many slots have another owner than before
	 * @param uncovered the slots that nobody serves any more
	 * @param covered the slots that somebody serves again
	 */
	public record DifferenceDescriptor(List<String> added, List<String> removed, int movedSlots, List<String> uncovered,
			List<String> covered) {

		/** All steps in between as one, which the write has asked for. */
		static DifferenceDescriptor between(Topology before, Topology after) {
			TopologyChange change = new TopologyChange(before, after, Trigger.USER, List.of(), Map.of());
			return new DifferenceDescriptor(Texts.endpoints(change.added()), Texts.endpoints(change.removed()),
					change.movedSlots(), Texts.of(change.uncovered()), Texts.of(change.covered()));
		}

	}

}
