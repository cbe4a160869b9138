package io.github.jedistopology;

import redis.clients.jedis.HostAndPort;

/**
 * Told of what happens to a topology. Calls come one at a time and in order, on a thread
 * of the topology manager's own; what a listener throws is logged and stops nobody else.
 * A call must not block: the start of the client and whoever waits for a refresh hear of
 * its end behind it, and when 1,024 calls wait, those that come then are not made.
 */
public interface TopologyListener {

	/**
	 * A new topology has been published.
	 * @param change what it was and what it is
	 */
	default void topologyChanged(TopologyChange change) {
	}

	/**
	 * A refresh has ended, with or without a change.
	 * @param report what it did and found; who failed, and who disagreed on what
	 */
	default void refreshed(RefreshReport report) {
	}

	/**
	 * Commands have found out that a node does not answer.
	 * @param endpoint the node's endpoint
	 */
	default void nodeSuspected(HostAndPort endpoint) {
	}

	/**
	 * A node that was suspected answers again. One that loses its slots meanwhile, to its
	 * replica for example, gets no commands any more, and is not told of:
	 * {@link #topologyChanged} tells that.
	 * @param endpoint the node's endpoint
	 */
	default void nodeRecovered(HostAndPort endpoint) {
	}

}
