package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.PlannedChange;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * Everything that can be done to a cluster on purpose, and everything that can go wrong
 * with it, under the verified load of several clients at once. Writes a table in
 * Markdown; what each run has seen goes to the standard error as it comes.
 */
public final class ChangesUnderLoad {

	private static final int RUNS = 5;

	private final Map<String, Map<Contender, List<Outcome>>> results = new LinkedHashMap<>();

	private final int replicas;

	private ChangesUnderLoad(int replicas) {
		this.replicas = replicas;
	}

	/**
	 * Measures and prints.
	 * @param arguments see {@code docs/changes.md}
	 */
	public static void main(String... arguments) {
		System.out
			.print(table(Runs.parse(RUNS, arguments), List.of(PlannedChange.values()), List.of(Failure.values())));
	}

	static String table(int runs, Collection<PlannedChange> changes, Collection<Failure> failures) {
		StringBuilder table = new StringBuilder(Row.HEADER);
		for (int replicas : List.of(1, 0)) {
			ChangesUnderLoad measured = new ChangesUnderLoad(replicas);
			for (int i = 0; i < runs; i++) {
				measured.run(changes, failures);
			}
			measured.rows().forEach(table::append);
		}
		return table.toString();
	}

	private void run(Collection<PlannedChange> changes, Collection<Failure> failures) {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.replicas(this.replicas)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.nodeTimeout(Duration.ofSeconds(1))
			.start()) {
			changes.stream()
				.filter((change) -> change.fits(lab))
				.forEach((change) -> run(change.label(), lab, (trial) -> {
					trial.undergo(change);
					return Map.of();
				}));
			failures.stream()
				.filter((failure) -> failure.fits(this.replicas))
				.forEach((failure) -> run(failure.label(), lab, (trial) -> trial.undergo(failure)));
		}
	}

	private void run(String change, RedisClusterLab lab, Function<Trial<Entrant>, Map<Entrant, Healing>> course) {
		List<Entrant> entrants = Arrays.stream(Contender.values())
			.map((contender) -> new Entrant(contender, lab))
			.toList();
		try {
			Map<Entrant, Healing> healings = course.apply(new Trial<>(lab, entrants));
			entrants.forEach(
					(entrant) -> add(change, entrant.contender(), new Outcome(entrant.stop(), healings.get(entrant))));
		}
		finally {
			entrants.forEach(Entrant::close);
		}
	}

	private void add(String change, Contender contender, Outcome outcome) {
		this.results.computeIfAbsent(change, (key) -> new EnumMap<>(Contender.class))
			.computeIfAbsent(contender, (key) -> new ArrayList<>())
			.add(outcome);
		System.err.printf("%s, %d replicas, %s: %s%n", change, this.replicas, contender.label(), outcome);
	}

	private Stream<Row> rows() {
		return this.results.entrySet()
			.stream()
			.flatMap((change) -> change.getValue()
				.entrySet()
				.stream()
				.map((client) -> new Row(change.getKey(), this.replicas, client.getKey(), client.getValue())));
	}

}
