package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.github.jedistopology.testkit.load.LoadReport;

/**
 * A row of the table: one client, one change, all runs. Counts are sums, times medians.
 */
record Row(String change, int replicas, Contender contender, List<Outcome> outcomes) {

	static final String HEADER = """
			| Change | Replicas | Client | Operations | Not tried | Failed | Lost / wrong | Cluster works after, s | Client works after, s | Worst latency, s | Errors |
			|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---|
			""";

	@Override
	public String toString() {
		return "| %s | %d | %s | %,d | %,d | %,d | %,d / %,d | %s | %s | %s | %s |%n".formatted(this.change,
				this.replicas, this.contender.label(), sum(LoadReport::operations), sum(LoadReport::skipped),
				sum(LoadReport::errorCount), sum(LoadReport::lostWrites), sum(LoadReport::wrongValues),
				healing(Healing::cluster), healing(Healing::client),
				Seconds.median(this.outcomes.stream().map((outcome) -> outcome.report().max()).toList()), errors());
	}

	private String errors() {
		Map<String, Long> errors = new TreeMap<>();
		this.outcomes.forEach(
				(outcome) -> outcome.report().errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum)));
		return errors.entrySet()
			.stream()
			.map((error) -> "%,d %s".formatted(error.getValue(), error.getKey()))
			.collect(Collectors.joining(", "));
	}

	private long sum(ToLongFunction<LoadReport> count) {
		return this.outcomes.stream().map(Outcome::report).mapToLong(count).sum();
	}

	private String healing(Function<Healing, Duration> time) {
		List<Duration> times = this.outcomes.stream().map(Outcome::healing).filter(Objects::nonNull).map(time).toList();
		return times.isEmpty() ? "–" : Seconds.median(times);
	}

}
