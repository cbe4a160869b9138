package io.github.jedistopology.internal.connection;

import redis.clients.jedis.HostAndPort;

/**
 * Told when a node stops answering, and when it answers again.
 */
@FunctionalInterface
public interface TrustListener {

	/**
	 * A node is suspected, or trusted again.
	 * @param endpoint the node's endpoint
	 * @param trusted whether it answers
	 */
	void trustChanged(HostAndPort endpoint, boolean trusted);

}
