package io.github.jedistopology;

/**
 * A node's health as the cluster reports it ({@code CLUSTER SHARDS}, field
 * {@code health}).
 */
public enum NodeHealth {

	/** Reachable and in sync as far as the cluster knows. */
	ONLINE,

	/** A replica that has not finished copying its primary. */
	LOADING,

	/** The cluster agreed that the node is down. */
	FAILED

}
