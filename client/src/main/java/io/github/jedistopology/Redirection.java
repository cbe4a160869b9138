package io.github.jedistopology;

/**
 * The two ways in which a node sends a command elsewhere (Redis Cluster specification,
 * "Redirection and resharding").
 */
public enum Redirection {

	/** The slot belongs to another node from now on. */
	MOVED,

	/** The slot is being migrated: ask another node, this once. */
	ASK

}
