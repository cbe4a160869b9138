package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
		System.out.print(table(runs(arguments), List.of(PlannedChange.values()), List.of(Failure.values())));
	}

	static int runs(String... arguments) {
		int runs = RUNS;
		for (String argument : arguments) {
			if (!argument.matches("--runs=[1-9]\\d{0,3}")) {
				throw new IllegalArgumentException(
						"'%s' is unknown: expected --runs=5 or another number from 1 to 9999".formatted(argument));
			}
			runs = Integer.parseInt(argument.substring("--runs=".length()));
		}
		return runs;
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
				.forEach((change) -> add(change.label(), Trial.of(change, lab)));
			failures.stream()
				.filter((failure) -> failure.fits(this.replicas))
				.forEach((failure) -> add(failure.label(), Trial.of(failure, lab)));
		}
	}

	private void add(String change, Map<Contender, Outcome> outcomes) {
		Map<Contender, List<Outcome>> earlier = this.results.computeIfAbsent(change,
				(key) -> new EnumMap<>(Contender.class));
		outcomes.forEach((contender, outcome) -> {
			earlier.computeIfAbsent(contender, (key) -> new ArrayList<>()).add(outcome);
			System.err.printf("%s, %d replicas, %s: %s%n", change, this.replicas, contender.label(), outcome);
		});
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
