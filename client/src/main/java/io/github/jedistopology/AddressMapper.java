package io.github.jedistopology;

import redis.clients.jedis.HostAndPort;

/**
 * Says where to dial a node, where that is not what the cluster announces: behind NAT, or
 * when the nodes run in containers and the client does not. Asked about every address in
 * what the nodes say, redirections included, but not about the endpoints that the client
 * was configured with. A node that announces no host is taken to have the host that was
 * asked. From then on the node is known by the mapped address only: in the topology, in
 * host name look-ups, and to the check of its certificate.
 * <p>
 * Called often and from several threads at once: it must be thread-safe, must not block,
 * and must always give the same answer to the same address. When it throws, the answer of
 * the node that announced the address is not used.
 */
@FunctionalInterface
public interface AddressMapper {

	/**
	 * Leaves every address as it is.
	 */
	AddressMapper IDENTITY = (announced) -> announced;

	/**
	 * Maps an address.
	 * @param announced a host name or an IP address, and a port; an IPv6 address is
	 * without brackets and in its short form (RFC 5952)
	 * @return where this client reaches the same node
	 */
	HostAndPort map(HostAndPort announced);

	/**
	 * An address in the form in which this client keeps it, so that it can be compared.
	 * @param address a host name or an IP address, and a port
	 * @return the same address; an IPv6 address in its short form (RFC 5952)
	 */
	static HostAndPort canonical(HostAndPort address) {
		return IpLiterals.canonical(address);
	}

}
