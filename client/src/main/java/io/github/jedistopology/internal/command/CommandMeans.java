package io.github.jedistopology.internal.command;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandFlagsRegistry;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisRedirectionException;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.TopologySignals;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.Routes;

/**
 * What the commands of one client work with.
 *
 * @param pools the nodes' connections
 * @param signals told what commands learn about the cluster
 * @param addressMapper maps the targets of redirections
 * @param policy how often and for how long a command is tried
 * @param failFast whether commands for a node that does not answer fail at once
 * @param flags tells which commands only read
 * @param nanoTime the time, as {@link System#nanoTime()} gives it
 * @param random for jitter and for the choice of a primary; thread-safe
 */
public record CommandMeans(NodePools pools, TopologySignals signals, AddressMapper addressMapper, RetryPolicy policy,
		boolean failFast, CommandFlagsRegistry flags, LongSupplier nanoTime, RandomGenerator random) {

	/** The pool of the node that a command goes to, if there is any. */
	@Nullable NodePool owner(Routes routes, int slot) {
		return (slot != CommandPath.NO_SLOT) ? routes.primary(slot) : routes.anyPrimary(this.random);
	}

	/** Where a redirection points to. No host means the host that was asked. */
	HostAndPort target(JedisRedirectionException redirection, NodePool asked) {
		HostAndPort target = redirection.getTargetNode();
		return this.addressMapper
			.map(target.getHost().isEmpty() ? new HostAndPort(asked.endpoint().getHost(), target.getPort()) : target);
	}

}
