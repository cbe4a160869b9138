package io.github.jedistopology;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The pool that one node has for one use, at one moment. Its numbers are read one after
 * the other, so that they need not fit together while commands run.
 *
 * @param endpoint the node's endpoint
 * @param use what its connections are for
 * @param active how many connections are in use or being opened
 * @param idle how many connections are open and free
 * @param waiting how many threads wait for a connection
 * @param suspicion why the node is believed not to answer, {@code null} when it is
 * trusted
 */
public record PoolState(HostAndPort endpoint, PoolUse use, int active, int idle, int waiting,
		@Nullable String suspicion) {

}
