package io.github.jedistopology.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import org.openjdk.jmh.util.ListStatistics;

/**
 * A row of the table: all rounds with one number of threads. Figures of the two clients
 * are medians of their turns, ours first.
 */
record Row(int threads, List<Round> rounds) {

	static final String HEADER = """
			| Threads | Throughput, ours to stock (95 %) | Commands/s | p99, ms | Bytes allocated per command | CPU seconds per million commands |
			|---:|---:|---:|---:|---:|---:|
			""";

	@Override
	public String toString() {
		Ratio ratio = Ratio.of(this.rounds.stream().mapToDouble(Round::throughputRatio).toArray());
		return "| %d | %s | %s | %s | %s | %s |%n".formatted(this.threads, ratio,
				medians("%,.0f", Turn::commandsPerSecond), medians("%.2f", Turn::p99Millis),
				medians("%,.0f", Turn::bytesPerCommand), medians("%.1f", Turn::cpuSecondsPerMillion));
	}

	private String medians(String format, ToDoubleFunction<Turn> figure) {
		return String.format(Locale.ROOT, format + " : " + format,
				median(this.rounds.stream().map(Round::ours).mapToDouble(figure).toArray()),
				median(this.rounds.stream().map(Round::stock).mapToDouble(figure).toArray()));
	}

	private static double median(double[] values) {
		return new ListStatistics(values).getPercentile(50);
	}

}
