package io.github.jedistopology;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * One node of a cluster as a topology lists it.
 *
 * @param id the node ID (40 hexadecimal characters), or {@code host:port} while all that
 * is known of the node is a redirection that named it
 * @param endpoint where clients connect to: host name or IP address, and port; an IPv6
 * address is kept in its short form (RFC 5952)
 * @param ip the IP address that the node announced, {@code null} when it is not known
 * @param role what the node does in its shard
 * @param health the node's health as the cluster reports it
 */
public record ClusterNode(String id, HostAndPort endpoint, @Nullable String ip, NodeRole role, NodeHealth health) {

	public ClusterNode {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(endpoint, "endpoint");
		Objects.requireNonNull(role, "role");
		Objects.requireNonNull(health, "health");
		endpoint = IpLiterals.canonical(endpoint);
		ip = (ip != null) ? IpLiterals.canonical(ip) : null;
	}

	/**
	 * A primary of which only the endpoint is known, because a redirection named it
	 * before any view did.
	 * @param endpoint the endpoint that the redirection gave
	 * @return the node
	 */
	public static ClusterNode unidentified(HostAndPort endpoint) {
		return new ClusterNode(endpoint.toString(), endpoint, null, NodeRole.PRIMARY, NodeHealth.ONLINE);
	}

	/**
	 * Whether the node ID is known.
	 * @return {@code false} for a node that only a redirection has named so far
	 */
	public boolean identified() {
		return this.id.indexOf(':') < 0;
	}

	/**
	 * Whether the node is reached at the given address: its endpoint, or its IP address
	 * with the same port.
	 * @param address a host and port
	 * @return whether it is this node's
	 */
	public boolean isAt(HostAndPort address) {
		return isAtCanonical(IpLiterals.canonical(address));
	}

	boolean isAtCanonical(HostAndPort address) {
		return this.endpoint.getPort() == address.getPort()
				&& (this.endpoint.getHost().equals(address.getHost()) || address.getHost().equals(this.ip));
	}

	/**
	 * The same node in another role.
	 * @param role the role
	 * @return the node with that role
	 */
	public ClusterNode withRole(NodeRole role) {
		return (role == this.role) ? this : new ClusterNode(this.id, this.endpoint, this.ip, role, this.health);
	}

	/**
	 * The same node in other health.
	 * @param health the health
	 * @return the node with that health
	 */
	public ClusterNode withHealth(NodeHealth health) {
		return (health == this.health) ? this : new ClusterNode(this.id, this.endpoint, this.ip, this.role, health);
	}

}
