package io.github.jedistopology.internal.command;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterCommandException;

/**
 * A command was meant for a node that is not there any more, or is something else now.
 * Its last try was not executed.
 */
final class NodeLeftException extends ClusterCommandException {

	private static final long serialVersionUID = 1L;

	NodeLeftException(HostAndPort node) {
		super("%s has left the cluster, or has another role there by now".formatted(node));
	}

}
