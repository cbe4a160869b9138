package io.github.jedistopology.internal.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what a pool finds out about its node.
 */
class Doubts implements DoubtListener {

	private final List<NodePool> suspected = new CopyOnWriteArrayList<>();

	private final List<String> failedDials = new CopyOnWriteArrayList<>();

	@Override
	public void suspected(NodePool pool) {
		this.suspected.add(pool);
	}

	@Override
	public void dialFailed(NodePool pool, String reason) {
		this.failedDials.add(pool.endpoint() + ": " + reason);
	}

	List<NodePool> suspected() {
		return this.suspected;
	}

	/** Why nodes with open connections could not be connected to. */
	List<String> failedDials() {
		return this.failedDials;
	}

}
