package io.github.jedistopology.internal.view;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterNode;

/**
 * Turns what a source announces into addresses that this client can dial.
 *
 * @param asked who was asked
 * @param mapper the user's
 */
record Addresses(HostAndPort asked, AddressMapper mapper) {

	/**
	 * The node, {@code null} if it is nowhere: one that was reset, and lives under
	 * another ID since, stays listed without a port (CLUSTER SHARDS) or with port 0
	 * (CLUSTER SLOTS) until it is forgotten.
	 */
	@Nullable ClusterNode node(Member member) {
		String host = member.knownHost(this.asked.getHost());
		if (host == null || member.port() == 0) {
			return null;
		}
		HostAndPort endpoint = map(host, member.port());
		return new ClusterNode(member.id(), endpoint, alias(member, host, endpoint), member.role(), member.health());
	}

	/** A redirection may name the node by its IP address, and is mapped, too. */
	private @Nullable String alias(Member member, String host, HostAndPort endpoint) {
		if (member.ip() == null) {
			return null;
		}
		HostAndPort alias = member.ip().equals(host) ? endpoint : map(member.ip(), member.port());
		return (alias.getPort() == endpoint.getPort()) ? alias.getHost() : null;
	}

	private HostAndPort map(String host, int port) {
		HostAndPort announced = new HostAndPort(host, port);
		try {
			return this.mapper.map(announced);
		}
		catch (RuntimeException ex) {
			throw new ViewException("its view has a node at %s, which cannot be mapped: %s".formatted(announced, ex),
					ex);
		}
	}

}
