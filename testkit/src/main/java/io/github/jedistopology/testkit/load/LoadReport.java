package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a {@link VerifiedLoad} has seen up to one moment. Immutable.
 *
 * @param duration from the start to that moment, or to the stop of the load; operations
 * in flight then still count
 * @param reads reads tried, whether they failed or not
 * @param writes writes tried, whether they failed or not
 * @param skipped operations that were never tried because they were more than a second
 * overdue
 * @param errors failed operations by kind: the exception's simple class name, followed by
 * the error code if Redis replied one; failures of the final verification included
 * @param lostWrites acknowledged writes that a later read no longer showed
 * @param lateWrites acknowledged writes overwritten by an older write that had failed: a
 * server may execute a command after its client has given up on it
 * @param wrongValues reads that showed what was never written to the key
 * @param unverifiedKeys keys that the final verification could not read (yet): all keys
 * while the load runs
 * @param p50 the median latency. Latency counts from the time at which an operation was
 * due, failed and skipped ones included, and is at most 1/32 too high
 * @param p99 the latency that 99 of 100 operations did not exceed
 * @param max the worst latency, exact
 * @param failures the first few bad values and errors of each kind, in words
 */
public record LoadReport(Duration duration, long reads, long writes, long skipped, Map<String, Long> errors,
		long lostWrites, long lateWrites, long wrongValues, int unverifiedKeys, Duration p50, Duration p99,
		Duration max, List<String> failures) {

	public LoadReport {
		errors = Map.copyOf(errors);
		failures = List.copyOf(failures);
	}

	/**
	 * Reads and writes tried.
	 * @return their number
	 */
	public long operations() {
		return this.reads + this.writes;
	}

	/**
	 * Failed operations of all kinds.
	 * @return their number
	 */
	public long errorCount() {
		return this.errors.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * The achieved rate.
	 * @return operations a second
	 */
	public double rate() {
		return this.duration.isZero() ? 0 : operations() * 1e9 / this.duration.toNanos();
	}

}
