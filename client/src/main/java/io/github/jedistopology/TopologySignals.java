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
	 */
	void moved(int slot, HostAndPort target);

	/**
	 * Something happened that makes the topology doubtful; a refresh follows soon.
	 * @param trigger what happened
	 */
	void doubt(Trigger trigger);

}
