package io.github.jedistopology.benchmarks.kinds;

import java.util.List;

import io.github.jedistopology.benchmarks.changes.Healing;
import io.github.jedistopology.benchmarks.changes.Seconds;

/**
 * How one kind of command came through one change, with one client.
 *
 * @param counts what came of its operations
 * @param healing how long it was disturbed
 */
record Result(Counts counts, Healing healing) {

	/**
	 * All runs in a cell of the table: counts are sums, times medians.
	 * @param doubtIsTold whether the client says what may have been executed
	 */
	static String cell(List<Result> runs, boolean doubtIsTold) {
		Counts counts = runs.stream().map(Result::counts).reduce(Counts.NONE, Counts::plus);
		StringBuilder cell = new StringBuilder("%,d of %,d".formatted(counts.failed(), counts.operations()));
		if (doubtIsTold && counts.inDoubt() > 0) {
			cell.append(" (%,d in doubt)".formatted(counts.inDoubt()));
		}
		if (counts.lost() > 0) {
			cell.append(", **%,d lost**".formatted(counts.lost()));
		}
		if (counts.wrong() > 0) {
			cell.append(", **%,d wrong**".formatted(counts.wrong()));
		}
		return cell.append("; ")
			.append(Seconds.median(runs.stream().map((run) -> run.healing.delay()).toList()))
			.toString();
	}

}
