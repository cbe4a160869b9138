package io.github.jedistopology.internal.connection;

/**
 * Told by a pool what it finds out about its node. Called by whoever found it out: what
 * takes time must be done elsewhere.
 */
interface DoubtListener {

	/**
	 * The node does not answer any more.
	 * @param pool the node's
	 */
	void suspected(NodePool pool);

	/**
	 * The node could not be connected to, though connections to it are open: it must be
	 * asked. After the answer {@link NodePool#dialAgain()} must follow.
	 * @param pool the node's
	 * @param reason how the dial failed
	 */
	void dialFailed(NodePool pool, String reason);

}
