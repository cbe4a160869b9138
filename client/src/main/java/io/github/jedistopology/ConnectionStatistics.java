package io.github.jedistopology;

import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The connections of a client as they are at the moment of each call, and counts of the
 * attempts to open some since the client started. Thread-safe; reading takes no lock that
 * a command could wait for.
 */
public interface ConnectionStatistics {

	/**
	 * The pools of all nodes that the topology lists or a redirection has named lately:
	 * one for each use that there has been.
	 * @return a snapshot in the order of the endpoints, then of the uses
	 */
	List<PoolState> pools();

	/**
	 * The pool that one node has for one use.
	 * @param endpoint the node's endpoint
	 * @param use what the connections are for
	 * @return a snapshot, {@code null} when there is no such pool
	 */
	@Nullable PoolState pool(HostAndPort endpoint, PoolUse use);

	/**
	 * How many dials have ended in a certain way, those of refreshes and probes included.
	 * @param outcome how they ended
	 * @return the count
	 */
	long dials(DialOutcome outcome);

	/**
	 * How many dials went to an address that the cluster had given up: none, unless every
	 * known node is silent and the configured endpoints stand for nobody else.
	 * @return the count, whatever the outcomes
	 */
	long dialsToRemovedNodes();

}
