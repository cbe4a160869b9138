package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.github.jedistopology.testkit.load.Counter.Finding;
import io.github.jedistopology.testkit.load.Counter.Tally;

/**
 * Adds up what all counters and their workers see. Thread-safe.
 */
final class CounterRecorder {

	private final LatencyHistogram latency = new LatencyHistogram();

	private final LongAdder skipped = new LongAdder();

	private final Incidents errors = new Incidents();

	private final Incidents findings = new Incidents();

	void done(long nanos) {
		this.latency.record(nanos);
	}

	/** What was never done took at least as long as it was overdue. */
	void skipped(long nanos) {
		this.skipped.increment();
		this.latency.record(nanos);
	}

	void failed(String operation, Counter counter, RuntimeException ex) {
		this.errors.add(ErrorKind.of(ex), operation + " " + counter.name() + ": " + ex);
	}

	void found(Finding finding, Counter counter, long value) {
		if (finding != Finding.NOTHING_NEW) {
			this.findings.add(finding.name(), finding + ": " + value + " from " + counter);
		}
	}

	CounterReport report(Duration duration, List<Counter> counters, int unverifiedKeys) {
		Tally tally = counters.stream().map(Counter::tally).reduce(Tally.NONE, Tally::plus);
		return new CounterReport(duration, tally.acknowledged(), tally.doubtful(), tally.notExecuted(),
				this.skipped.sum(), this.errors.counts(), tally.lost(), tally.executedTwice(), unverifiedKeys,
				this.latency.quantile(0.5), this.latency.quantile(0.99), this.latency.max(),
				Stream.concat(this.findings.samples().stream(), this.errors.samples().stream()).toList());
	}

}
