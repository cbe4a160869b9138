package io.github.jedistopology;

import java.time.Instant;
import java.util.List;

import redis.clients.jedis.HostAndPort;

/**
 * What has happened to a topology lately. Immutable.
 *
 * @param changes the last changes, the newest last
 * @param refreshes the last refreshes, the newest last
 */
public record TopologyHistory(List<Change> changes, List<RefreshReport> refreshes) {

	public TopologyHistory {
		changes = List.copyOf(changes);
		refreshes = List.copyOf(refreshes);
	}

	/**
	 * One change, or several redirections in a row that only moved slots.
	 *
	 * @param time when the last of it was published
	 * @param version the version of the topology that it led to
	 * @param trigger what led to it
	 * @param added the nodes that came
	 * @param removed the nodes that went
	 * @param movedSlots how many slots have another owner than before
	 * @param uncovered the slots that nobody served any more
	 * @param covered the slots that somebody served again
	 * @param sources who said so, as {@link TopologyChange#sources()} has it; of several
	 * redirections all who said one
	 */
	public record Change(Instant time, long version, Trigger trigger, List<ClusterNode> added,
			List<ClusterNode> removed, int movedSlots, List<SlotRange> uncovered, List<SlotRange> covered,
			List<HostAndPort> sources) {

		public Change {
			added = List.copyOf(added);
			removed = List.copyOf(removed);
			uncovered = List.copyOf(uncovered);
			covered = List.copyOf(covered);
			sources = List.copyOf(sources);
		}

		/**
		 * Summarizes a change.
		 * @param change the change
		 * @return its summary, which does not hold the topologies
		 */
		public static Change of(TopologyChange change) {
			return new Change(change.after().time(), change.after().version(), change.trigger(), change.added(),
					change.removed(), change.movedSlots(), change.uncovered(), change.covered(), change.sources());
		}

		/**
		 * Whether nothing but slots moved from served to served, as redirections say it.
		 * @return whether only slots were moved by a redirection
		 */
		public boolean redirected() {
			return this.trigger == Trigger.MOVED && this.added.isEmpty() && this.removed.isEmpty()
					&& this.uncovered.isEmpty() && this.covered.isEmpty();
		}

	}

}
