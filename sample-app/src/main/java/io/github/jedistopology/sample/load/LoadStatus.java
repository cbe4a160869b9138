package io.github.jedistopology.sample.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.jedistopology.testkit.load.LoadReport;

/**
 * How the load does, or how the last one did.
 *
 * @param running whether it runs
 * @param seconds for how long it has run
 * @param operations reads and writes tried
 * @param skipped operations given up untried because they were more than a second late
 * @param errors failed operations by kind
 * @param p50Millis the median latency, from the time at which an operation was due
 * @param p99Millis the latency that 99 of 100 operations did not exceed
 * @param maxMillis the worst latency
 * @param lostWrites acknowledged writes that a later read did not show
 * @param lateWrites acknowledged writes overwritten by an older one that had failed
 * @param wrongValues reads that showed what was never written
 * @param unverifiedKeys keys that the load has not yet read a last time, as it does when
 * it is stopped
 * @param failures the first few failures in words
 */
record LoadStatus(boolean running, double seconds, long operations, long skipped, Map<String, Long> errors,
		double p50Millis, double p99Millis, double maxMillis, long lostWrites, long lateWrites, long wrongValues,
		int unverifiedKeys, List<String> failures) {

	/** Before the first load. */
	static final LoadStatus NONE = new LoadStatus(false, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0, List.of());

	static LoadStatus of(LoadReport report, boolean running) {
		return new LoadStatus(running, report.duration().toMillis() / 1e3, report.operations(), report.skipped(),
				report.errors(), millis(report.p50()), millis(report.p99()), millis(report.max()), report.lostWrites(),
				report.lateWrites(), report.wrongValues(), report.unverifiedKeys(), report.failures());
	}

	private static double millis(Duration latency) {
		return Math.round(latency.toNanos() / 1e4) / 1e2;
	}

}
