package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a {@link CounterLoad} has seen up to one moment. Immutable.
 *
 * @param duration from the start to that moment, or to the stop of the load
 * @param acknowledged INCRs that succeeded
 * @param mayHaveBeenExecuted INCRs that failed and may have been executed; those still in
 * flight included
 * @param notExecuted INCRs that failed and, as the client says, were not executed
 * @param skipped INCRs that were never tried because they were more than a second
 * overdue; none without a rate
 * @param errors failures by kind: the exception's simple class name, followed by the
 * error code if Redis replied one; failures to read a key for verification included
 * @param lost acknowledged INCRs that were missing from a value, at its worst for each
 * key: the value was less than what had been acknowledged
 * @param executedTwice executions that were too many in a value, at its worst for each
 * key: the value was more than what had been acknowledged and what may have been executed
 * together
 * @param unverifiedKeys keys that the last verification could not read: all keys before
 * there was one
 * @param p50 the median latency. With a rate it counts from the time at which an INCR was
 * due, failed and skipped ones included. At most 1/32 too high
 * @param p99 the latency that 99 of 100 INCRs did not exceed
 * @param max the worst latency, exact
 * @param failures the first few wrong values and errors of each kind, in words
 */
public record CounterReport(Duration duration, long acknowledged, long mayHaveBeenExecuted, long notExecuted,
		long skipped, Map<String, Long> errors, long lost, long executedTwice, int unverifiedKeys, Duration p50,
		Duration p99, Duration max, List<String> failures) {

	public CounterReport {
		errors = Map.copyOf(errors);
		failures = List.copyOf(failures);
	}

	/**
	 * INCRs tried.
	 * @return their number
	 */
	public long operations() {
		return this.acknowledged + this.mayHaveBeenExecuted + this.notExecuted;
	}

	/**
	 * Whether every key was read and holds every acknowledged INCR once, and nothing that
	 * was not reported.
	 * @return {@code true} if all is right
	 */
	public boolean isExact() {
		return this.lost == 0 && this.executedTwice == 0 && this.unverifiedKeys == 0;
	}

}
