package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;

/**
 * The addresses that the cluster has given up, remembered for a while: somebody may still
 * name them, and the node that lived there may still answer. Immutable.
 */
public final class Tombstones {

	/** Nobody has been removed. */
	public static final Tombstones NONE = new Tombstones(Map.of());

	static final Duration EXPIRY = Duration.ofMinutes(10);

	private final Map<HostAndPort, Instant> expiries;

	private Tombstones(Map<HostAndPort, Instant> expiries) {
		this.expiries = Map.copyOf(expiries);
	}

	/**
	 * Brings the tombstones up to date with a new topology.
	 * @param before the nodes that were listed so far; an address that only a redirection
	 * has named was never the cluster's to give up
	 * @param after the nodes that are listed now; where one of them lives is no tombstone
	 * @param now the present time
	 * @return the tombstones from now on
	 */
	public Tombstones update(List<ClusterNode> before, List<ClusterNode> after, Instant now) {
		Map<HostAndPort, Instant> updated = new HashMap<>(this.expiries);
		updated.values().removeIf((expiry) -> !expiry.isAfter(now));
		before.stream()
			.filter(ClusterNode::identified)
			.flatMap(Tombstones::addresses)
			.forEach((address) -> updated.put(address, now.plus(EXPIRY)));
		after.stream().flatMap(Tombstones::addresses).forEach(updated::remove);
		return new Tombstones(updated);
	}

	private static Stream<HostAndPort> addresses(ClusterNode node) {
		return Stream.concat(Stream.of(node.endpoint()),
				Optional.ofNullable(node.ip()).stream().map((ip) -> new HostAndPort(ip, node.endpoint().getPort())));
	}

	/**
	 * Whether an address has been given up.
	 * @param address a host name or IP address, and a port
	 * @param now the present time
	 * @return whether nobody should go there
	 */
	public boolean cover(HostAndPort address, Instant now) {
		Instant expiry = this.expiries.get(address);
		return expiry != null && expiry.isAfter(now);
	}

}
