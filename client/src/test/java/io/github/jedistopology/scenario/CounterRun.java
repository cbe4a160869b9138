package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import io.github.jedistopology.testkit.load.CounterLoad;
import io.github.jedistopology.testkit.load.CounterReport;

/**
 * Counters that one contender increments.
 */
record CounterRun(Contender contender, CounterLoad load) {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Returns when there are so many more acknowledged INCRs in each run. */
	static void awaitProgress(List<CounterRun> runs, int increments) {
		List<BooleanSupplier> goals = runs.stream().map((run) -> run.goal(increments)).toList();
		Awaitility.await().atMost(PATIENCE).until(() -> goals.stream().allMatch(BooleanSupplier::getAsBoolean));
	}

	private BooleanSupplier goal(int increments) {
		long goal = this.load.report().acknowledged() + increments;
		return () -> this.load.report().acknowledged() >= goal;
	}

	/** Stops the load and reads every counter. */
	CounterReport judge(String scenario, Function<String, @Nullable String> reader) {
		CounterReport report = this.load.verify(reader);
		System.out.printf(
				"%-34s %-40s %,d acknowledged, %d may have been executed, %d not executed; lost %d, executed twice %d; "
						+ "worst %,d ms; errors %s%n",
				scenario, this.contender.label(), report.acknowledged(), report.mayHaveBeenExecuted(),
				report.notExecuted(), report.lost(), report.executedTwice(), report.max().toMillis(), report.errors());
		return report;
	}

}
