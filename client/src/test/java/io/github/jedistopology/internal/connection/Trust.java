package io.github.jedistopology.internal.connection;

/**
 * Ends suspicions without a probe.
 */
public final class Trust {

	private Trust() {
	}

	public static void restore(NodePool pool) {
		pool.trust();
	}

}
