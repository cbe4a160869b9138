package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.github.jedistopology.testkit.load.LoadReport;
import org.jspecify.annotations.Nullable;

/**
 * How one client came through one change.
 *
 * @param report what its load has seen
 * @param healing how long it was disturbed; null for a planned change, since the cluster
 * never stopped working
 */
record Outcome(LoadReport report, @Nullable Healing healing) {

	/**
	 * How long it took from the failure until all was well again.
	 *
	 * @param cluster by the cluster's own word
	 * @param client until the last operation that failed or was slow had ended, and none
	 * followed for a while; {@link #NEVER} if there was no end to them
	 */
	record Healing(Duration cluster, Duration client) {

		/** Not within the time that there was. */
		static final Duration NEVER = ChronoUnit.FOREVER.getDuration();

	}

}
