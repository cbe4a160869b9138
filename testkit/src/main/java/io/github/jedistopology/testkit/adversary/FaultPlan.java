package io.github.jedistopology.testkit.adversary;

import java.util.ArrayList;
import java.util.List;

/**
 * The faults of a {@link TcpProxy} that begin later: on connections to come, or with
 * commands to come. Connections are numbered in the order of their coming. Thread-safe.
 */
final class FaultPlan {

	private final List<Entry> entries = new ArrayList<>();

	synchronized void add(Fault fault, int firstConnection) {
		this.entries.add(new Entry(fault, firstConnection));
	}

	synchronized void clear() {
		this.entries.clear();
	}

	/** What begins on a new connection, in this order. */
	synchronized List<Fault> atOpening() {
		return this.entries.stream().map(Entry::fault).filter(Fault::beginsAtOnce).toList();
	}

	/** What begins with a command on a connection, in this order. */
	synchronized List<Fault> at(String command, int connection) {
		List<Entry> due = this.entries.stream()
			.filter((entry) -> entry.firstConnection <= connection && entry.fault.beginsAt(command))
			.toList();
		due.stream().filter((entry) -> entry.fault.isOnce()).forEach(this.entries::remove);
		return due.stream().map(Entry::fault).toList();
	}

	private record Entry(Fault fault, int firstConnection) {

	}

}
