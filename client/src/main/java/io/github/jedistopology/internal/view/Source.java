package io.github.jedistopology.internal.view;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;

/**
 * Somebody to ask for a view.
 *
 * @param endpoint the node's endpoint, or the configuration endpoint; the name that its
 * certificate must be valid for
 * @param address one of the addresses that the configuration endpoint stands for,
 * {@code null} when the endpoint is a node's own
 */
public record Source(HostAndPort endpoint, @Nullable InetAddress address) {

	/**
	 * A known node.
	 * @param endpoint its endpoint
	 * @return the source
	 */
	public static Source node(HostAndPort endpoint) {
		return new Source(endpoint, null);
	}

	/**
	 * Where exactly the question goes.
	 * @return the pinned address or the endpoint
	 */
	public HostAndPort target() {
		return (this.address != null)
				? AddressMapper.canonical(new HostAndPort(this.address.getHostAddress(), this.endpoint.getPort()))
				: this.endpoint;
	}

	@Override
	public String toString() {
		return (this.address != null) ? this.endpoint + " at " + this.address.getHostAddress()
				: this.endpoint.toString();
	}

}
