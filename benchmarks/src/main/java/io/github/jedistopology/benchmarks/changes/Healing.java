package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How long it took until all was well again.
 *
 * @param cluster from the failure, by the cluster's own word; zero after a planned
 * change, since the cluster never stopped working
 * @param client from the failure, or from the end of a planned change, until the last
 * operation that failed or was slow had ended, and none followed for a while;
 * {@link #NEVER} if there was no end to them
 */
public record Healing(Duration cluster, Duration client) {

	/** Not within the time that there was. */
	static final Duration NEVER = ChronoUnit.FOREVER.getDuration();

	/**
	 * How much later than the cluster the client worked.
	 * @return zero if it was not later; {@link #NEVER} if it did not work again
	 */
	public Duration delay() {
		if (this.client.equals(NEVER)) {
			return NEVER;
		}
		Duration delay = this.client.minus(this.cluster);
		return delay.isNegative() ? Duration.ZERO : delay;
	}

}
