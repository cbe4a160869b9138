package io.github.jedistopology;

/**
 * Why the topology was refreshed or changed.
 */
public enum Trigger {

	/** The client starts. */
	STARTUP,

	/** The refresh interval has passed. */
	PERIODIC,

	/** {@link TopologyManager#refresh()} was called. */
	USER,

	/**
	 * The last refresh found a change, disagreeing sources, or something to be confirmed:
	 * look once more.
	 */
	SETTLING,

	/** No source answered the last refresh. */
	RETRY,

	/** A node redirected a command: the slot has moved for good. */
	MOVED,

	/** A node redirected a command once: the slot is being migrated. */
	ASK,

	/** A command met a primary that has become a replica. */
	READONLY,

	/** A node says that it or its cluster cannot serve the slot now. */
	CLUSTER_DOWN,

	/** A command needed a slot that nobody serves. */
	UNCOVERED_SLOT,

	/** A node's name does not resolve. */
	UNKNOWN_HOST,

	/** Other addresses than before stand behind a configured endpoint. */
	ENDPOINT_CHANGED,

	/** A node could not be connected to. */
	CONNECT_FAILED,

	/** A node does not answer any more. */
	NODE_SUSPECTED,

	/** A connection to a node broke or its reply was late. */
	CONNECTION_LOST

}
