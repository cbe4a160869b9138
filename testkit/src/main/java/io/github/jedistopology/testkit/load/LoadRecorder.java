package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.github.jedistopology.testkit.load.VerifiedKey.Finding;

/**
 * Adds up what all workers see. Thread-safe.
 */
final class LoadRecorder {

	private final LatencyHistogram latency = new LatencyHistogram();

	private final LongAdder reads = new LongAdder();

	private final LongAdder writes = new LongAdder();

	private final LongAdder skipped = new LongAdder();

	private final Incidents errors = new Incidents();

	private final Incidents findings = new Incidents();

	void read(long nanos) {
		this.reads.increment();
		this.latency.record(nanos);
	}

	void written(long nanos) {
		this.writes.increment();
		this.latency.record(nanos);
	}

	/** What was never done took at least as long as it was overdue. */
	void skipped(long nanos) {
		this.skipped.increment();
		this.latency.record(nanos);
	}

	void failed(String operation, VerifiedKey key, RuntimeException ex) {
		this.errors.add(ErrorKind.of(ex), operation + " " + key.name() + ": " + ex);
	}

	void found(Finding finding, VerifiedKey key, String value) {
		this.findings.add(finding.name(), finding + ": read " + value + " from " + key);
	}

	LoadReport report(Duration duration, int unverifiedKeys) {
		return new LoadReport(duration, this.reads.sum(), this.writes.sum(), this.skipped.sum(), this.errors.counts(),
				count(Finding.LOST), count(Finding.LATE), count(Finding.WRONG), unverifiedKeys,
				this.latency.quantile(0.5), this.latency.quantile(0.99), this.latency.max(),
				Stream.concat(this.findings.samples().stream(), this.errors.samples().stream()).toList());
	}

	private long count(Finding finding) {
		return this.findings.count(finding.name());
	}

}
