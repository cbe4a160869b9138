package io.github.jedistopology;

/**
 * What the connections of a pool are for. Each node has a pool for commands, and others
 * as soon as somebody needs them.
 */
public enum PoolUse {

	/** Commands that the node answers at once. */
	COMMANDS,

	/** Reads that replicas may serve; primaries have such a pool, too. */
	READS,

	/** Commands that wait at the node, each on a connection of its own. */
	BLOCKING,

	/** Subscriptions, each on a connection of its own. */
	SUBSCRIPTIONS

}
