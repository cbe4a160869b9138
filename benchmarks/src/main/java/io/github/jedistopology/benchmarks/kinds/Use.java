package io.github.jedistopology.benchmarks.kinds;

/**
 * What one caller does with a client, over and over. By one thread at a time.
 */
interface Use extends AutoCloseable {

	/**
	 * Does it once more, and tells the {@link Tally} what came of it. May throw what the
	 * tally knows already.
	 */
	void once();

	/** Tells what it does in the background to end. */
	@Override
	default void close() {
	}

	/**
	 * Judges what is left of it in the cluster, when it is closed and all is quiet.
	 */
	default void verify() {
	}

}
