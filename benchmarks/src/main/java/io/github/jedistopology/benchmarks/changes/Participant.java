package io.github.jedistopology.benchmarks.changes;

/**
 * Somebody who uses a cluster while it changes.
 */
public interface Participant {

	/**
	 * When the trouble was over.
	 * @return the {@link System#nanoTime()} at which the last operation ended that failed
	 * or was slow; now, while there is one
	 */
	long lastTrouble();

}
