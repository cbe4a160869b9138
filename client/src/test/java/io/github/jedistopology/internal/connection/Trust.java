package io.github.jedistopology.internal.connection;

/**
 * Ends suspicions without a probe, and tells of doubts.
 */
public final class Trust {

	private Trust() {
	}

	public static void restore(NodePool pool) {
		pool.trust();
	}

	public static boolean isDoubted(NodePool pool) {
		return pool.isDoubtful();
	}

}
