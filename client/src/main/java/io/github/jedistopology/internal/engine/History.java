package io.github.jedistopology.internal.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyHistory;
import io.github.jedistopology.TopologyHistory.Change;
import io.github.jedistopology.TopologyListener;

/**
 * Remembers the last changes and refreshes. Thread-safe.
 */
final class History implements TopologyListener {

	/** So many changes, and so many refreshes. */
	static final int LIMIT = 100;

	private final Deque<Change> changes = new ArrayDeque<>();

	private final Deque<RefreshReport> refreshes = new ArrayDeque<>();

	@Override
	public synchronized void topologyChanged(TopologyChange change) {
		Change next = Change.of(change);
		Change last = this.changes.peekLast();
		if (last != null && last.redirected() && next.redirected()) {
			// A reshard of thousands of slots would push out everything else.
			this.changes.removeLast();
			next = new Change(next.time(), next.version(), next.trigger(), List.of(), List.of(),
					last.movedSlots() + next.movedSlots(), List.of(), List.of(),
					Stream.concat(last.sources().stream(), next.sources().stream()).distinct().toList());
		}
		add(this.changes, next);
	}

	@Override
	public synchronized void refreshed(RefreshReport report) {
		add(this.refreshes, report);
	}

	private static <T> void add(Deque<T> entries, T entry) {
		entries.addLast(entry);
		if (entries.size() > LIMIT) {
			entries.removeFirst();
		}
	}

	synchronized TopologyHistory snapshot() {
		return new TopologyHistory(List.copyOf(this.changes), List.copyOf(this.refreshes));
	}

}
