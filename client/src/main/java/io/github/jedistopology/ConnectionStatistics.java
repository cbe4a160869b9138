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
	 * The pools for commands to all nodes that the topology lists or a redirection has
	 * named lately.
	 * @return a snapshot in the order of the endpoints
	 */
	List<PoolState> pools();

	/**
	 * The pool for commands to one node.
	 * @param endpoint the node's endpoint
	 * @return a snapshot, {@code null} when there is no such pool
	 */
	@Nullable PoolState pool(HostAndPort endpoint);

	/**
	 * The pools that reads from replicas have beside those of all other commands: one for
	 * each node, primaries included; none while all reads go to primaries.
	 * @return a snapshot in the order of the endpoints
	 */
	List<PoolState> readPools();

	/**
	 * The pool that reads from replicas have at one node.
	 * @param endpoint the node's endpoint
	 * @return a snapshot, {@code null} when there is no such pool
	 */
	@Nullable PoolState readPool(HostAndPort endpoint);

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
