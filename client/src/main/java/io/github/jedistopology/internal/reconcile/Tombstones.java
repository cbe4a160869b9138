package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.internal.view.View;

/**
 * The nodes and addresses that the cluster has given up, remembered for a while: somebody
 * may still name them, and the node that lived there may still answer. Immutable.
 */
public final class Tombstones {

	/** Nobody has been removed. */
	public static final Tombstones NONE = new Tombstones(Map.of(), Map.of());

	static final Duration EXPIRY = Duration.ofMinutes(10);

	/** In so many refreshes in a row everybody must list a removed node. */
	static final int CONFIRMATIONS = 2;

	/** For so long a lone source, of which nobody says otherwise, must list it. */
	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Map<HostAndPort, Instant> expiries;

	private final Map<String, Removal> removals;

	private Tombstones(Map<HostAndPort, Instant> expiries, Map<String, Removal> removals) {
		this.expiries = Map.copyOf(expiries);
		this.removals = Map.copyOf(removals);
	}

	/**
	 * Brings the tombstones up to date with a new topology.
	 * @param before the nodes that were listed so far; one that only a redirection has
	 * named was never the cluster's to give up
	 * @param after the nodes that are listed now; where one of them lives is no tombstone
	 * @param epochs the config epochs that were believed so far, by node ID
	 * @param now the present time
	 * @return the tombstones from now on
	 */
	public Tombstones update(List<ClusterNode> before, List<ClusterNode> after, Map<String, Long> epochs, Instant now) {
		Map<HostAndPort, Instant> addresses = new HashMap<>(this.expiries);
		Map<String, Removal> nodes = new HashMap<>(this.removals);
		addresses.values().removeIf((expiry) -> !expiry.isAfter(now));
		nodes.values().removeIf((removal) -> !removal.expiry().isAfter(now));
		Instant expiry = now.plus(EXPIRY);
		Set<ClusterNode> unchanged = Set.copyOf(after);
		before.stream().filter((node) -> node.identified() && !unchanged.contains(node)).forEach((node) -> {
			addresses(node).forEach((address) -> addresses.put(address, expiry));
			nodes.put(node.id(), new Removal(epochs.getOrDefault(node.id(), Credit.NONE), expiry, 0, Instant.MAX));
		});
		if (addresses.isEmpty() && nodes.isEmpty()) {
			return NONE;
		}
		after.forEach((node) -> {
			addresses(node).forEach(addresses::remove);
			nodes.remove(node.id());
		});
		return new Tombstones(addresses, nodes);
	}

	private static List<HostAndPort> addresses(ClusterNode node) {
		HostAndPort endpoint = node.endpoint();
		return (node.ip() != null) ? List.of(endpoint, new HostAndPort(node.ip(), endpoint.getPort()))
				: List.of(endpoint);
	}

	/**
	 * Listens to the views of a refresh: a removed node that everybody lists may be back.
	 * @param views the views; one alone is not everybody, unless nobody else is left
	 * @param now the present time
	 * @return the tombstones from now on
	 */
	public Tombstones hear(List<View> views, Instant now) {
		if (this.removals.isEmpty()) {
			return this;
		}
		Map<String, Removal> nodes = new HashMap<>(this.removals);
		nodes.replaceAll((id, removal) -> views.stream().allMatch((view) -> view.lists(id))
				? removal.confirmed(views.size() > 1, now) : removal.denied());
		return new Tombstones(this.expiries, nodes);
	}

	/**
	 * The addresses that have been given up.
	 * @return when each is forgotten, by endpoint and by IP address
	 */
	public Map<HostAndPort, Instant> expiries() {
		return this.expiries;
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

	/**
	 * Whether a node has been removed and nothing shows that it is back: neither a higher
	 * config epoch than it had, nor the word of everybody, more than once.
	 * @param id its node ID
	 * @param epochs the config epochs that nodes are said to have, by node ID
	 * @param now the present time
	 * @return whether it is not to be listed
	 */
	boolean bar(String id, Map<String, Long> epochs, Instant now) {
		Removal removal = this.removals.get(id);
		return removal != null && epochs.getOrDefault(id, Credit.NONE) <= removal.epoch()
				&& removal.expiry().isAfter(now) && !removal.isRevoked(now);
	}

	private record Removal(long epoch, Instant expiry, int confirmations, Instant listedSince) {

		Removal confirmed(boolean bySeveral, Instant now) {
			return new Removal(this.epoch, this.expiry, this.confirmations + (bySeveral ? 1 : 0),
					now.isBefore(this.listedSince) ? now : this.listedSince);
		}

		Removal denied() {
			return new Removal(this.epoch, this.expiry, 0, Instant.MAX);
		}

		boolean isRevoked(Instant now) {
			return this.confirmations >= CONFIRMATIONS || !this.listedSince.isAfter(now.minus(PATIENCE));
		}

	}

}
