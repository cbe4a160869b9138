package io.github.jedistopology;

import redis.clients.jedis.HostAndPort;

/**
 * Takes what commands and connections learn about the cluster. Thread-safe; no call
 * blocks, and none is lost: one that comes during a refresh leads to another refresh.
 */
public interface TopologySignals {

	/**
	 * A command was redirected with MOVED. When this returns, the published topology
	 * routes the slot to the target, unless the target is a node that the cluster has
	 * removed; a refresh follows in either case.
	 * @param slot the slot that has moved
	 * @param target where the redirection points to
	 * @param witness the node that said so
	 */
	void moved(int slot, HostAndPort target, HostAndPort witness);

	/**
	 * A node does not answer. If it is a primary, its replicas are asked from now on
	 * whether one of them has been promoted; a refresh follows as well.
	 * @param endpoint the node's endpoint
	 */
	void suspected(HostAndPort endpoint);

	/**
	 * A node that was suspected answers again.
	 * @param endpoint the node's endpoint
	 */
	void trusted(HostAndPort endpoint);

	/**
	 * Something happened that makes the topology doubtful; a refresh follows soon.
	 * @param trigger what happened
	 */
	void doubt(Trigger trigger);

}
