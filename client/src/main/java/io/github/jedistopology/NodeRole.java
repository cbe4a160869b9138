package io.github.jedistopology;

/**
 * What a node does in its shard.
 */
public enum NodeRole {

	/** Owns the shard's slots and takes writes. */
	PRIMARY,

	/** Copies the primary and may be promoted. */
	REPLICA

}
