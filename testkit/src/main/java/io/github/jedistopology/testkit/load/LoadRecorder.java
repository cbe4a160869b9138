package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.jedistopology.testkit.load.VerifiedKey.Finding;

/**
 * Adds up what all workers see. Thread-safe.
 */
final class LoadRecorder {

	static final int MAX_KINDS = 32;

	static final int SAMPLES = 3;

	private final LatencyHistogram latency = new LatencyHistogram();

	private final LongAdder reads = new LongAdder();

	private final LongAdder writes = new LongAdder();

	private final LongAdder skipped = new LongAdder();

	private final Map<String, Long> errors = new HashMap<>();

	private final Map<Finding, Long> findings = new EnumMap<>(Finding.class);

	private final List<String> failures = new ArrayList<>();

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

	synchronized void failed(String operation, VerifiedKey key, RuntimeException ex) {
		String kind = ErrorKind.of(ex);
		boolean known = this.errors.containsKey(kind) || this.errors.size() < MAX_KINDS - 1;
		long count = this.errors.merge(known ? kind : "other", 1L, Long::sum);
		sample(count, operation + " " + key.name() + ": " + ex);
	}

	synchronized void found(Finding finding, VerifiedKey key, String value) {
		long count = this.findings.merge(finding, 1L, Long::sum);
		sample(count, finding + ": read " + value + " from " + key);
	}

	/** Keep a few of each kind, so that a flood of one does not hide another. */
	private void sample(long count, String failure) {
		if (count <= SAMPLES) {
			this.failures.add(failure);
		}
	}

	synchronized LoadReport report(Duration duration, int unverifiedKeys) {
		return new LoadReport(duration, this.reads.sum(), this.writes.sum(), this.skipped.sum(), this.errors,
				count(Finding.LOST), count(Finding.LATE), count(Finding.WRONG), unverifiedKeys,
				this.latency.quantile(0.5), this.latency.quantile(0.99), this.latency.max(), this.failures);
	}

	private long count(Finding finding) {
		return this.findings.getOrDefault(finding, 0L);
	}

}
