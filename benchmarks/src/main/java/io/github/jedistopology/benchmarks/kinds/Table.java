package io.github.jedistopology.benchmarks.kinds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.jedistopology.benchmarks.changes.Contender;

/**
 * Kinds of commands by changes, a row for each client.
 */
final class Table {

	private final Collection<Kind> kinds;

	private final Collection<Contender> contenders;

	private final Collection<Change> changes;

	private final Map<Place, List<Result>> results = new HashMap<>();

	Table(Collection<Kind> kinds, Collection<Contender> contenders, Collection<Change> changes) {
		this.kinds = kinds;
		this.contenders = contenders;
		this.changes = changes;
	}

	/** One more run. A place that gets none is of a client that refuses the kind. */
	void add(Kind kind, Contender contender, Change change, Result result) {
		this.results.computeIfAbsent(new Place(kind, contender, change), (place) -> new ArrayList<>()).add(result);
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder("| Kind | Client | %s |%n|---|---|%s%n".formatted(
				this.changes.stream().map(Change::label).collect(Collectors.joining(" | ")),
				"---|".repeat(this.changes.size())));
		for (Kind kind : this.kinds) {
			for (Contender contender : this.contenders) {
				table.append("| %s | %s | %s |%n".formatted(kind.label(), contender.label(),
						this.changes.stream()
							.map((change) -> cell(new Place(kind, contender, change)))
							.collect(Collectors.joining(" | "))));
			}
		}
		return table.toString();
	}

	private String cell(Place place) {
		List<Result> runs = this.results.get(place);
		return (runs != null) ? Result.cell(runs, place.contender == Contender.JEDIS_TOPOLOGY) : "refused";
	}

	private record Place(Kind kind, Contender contender, Change change) {

	}

}
