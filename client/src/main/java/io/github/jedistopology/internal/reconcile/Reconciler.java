package io.github.jedistopology.internal.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.View;

/**
 * Makes one set of shards out of several views. Each slot goes to the owner that most
 * views name; when two are named equally often, it stays where it is. A node is listed
 * when it owns a slot, or when most views list it, as a replica where most of these place
 * it, as long as there is a primary to be a replica of.
 */
public final class Reconciler {

	private static final String NOBODY = "";

	private final Topology current;

	private final List<Voter> voters;

	private final Map<String, List<Listing>> listings = new TreeMap<>();

	private final Map<String, Listing> currentListings = new HashMap<>();

	private Reconciler(Topology current, List<View> views) {
		this.current = current;
		this.voters = views.stream().map(Voter::of).toList();
		views.forEach((view) -> listings(view.shards())
			.forEach((listing) -> this.listings.computeIfAbsent(listing.node().id(), (id) -> new ArrayList<>())
				.add(listing)));
		listings(current.shards()).forEach((listing) -> this.currentListings.put(identify(listing.node()), listing));
	}

	/**
	 * Makes one set of shards out of several views.
	 * @param current what was believed so far
	 * @param views at least one view
	 * @return what to believe from now on
	 */
	public static Reconciliation reconcile(Topology current, List<View> views) {
		boolean agreed = views.stream().map(View::ownership).distinct().count() == 1;
		return new Reconciliation(new Reconciler(current, views).shards(), agreed);
	}

	private static Stream<Listing> listings(List<Shard> shards) {
		return shards.stream().flatMap((shard) -> shard.nodes().map((node) -> new Listing(node, shard.primary().id())));
	}

	/** Views know a node by its ID, a redirection knew it by its address only. */
	private String identify(ClusterNode node) {
		return node.identified() ? node.id()
				: this.listings.values()
					.stream()
					.map((votes) -> votes.get(0).node())
					.filter((listed) -> listed.isAt(node.endpoint()))
					.map(ClusterNode::id)
					.findFirst()
					.orElse(node.id());
	}

	private List<Shard> shards() {
		Map<String, BitSet> slots = slotsByOwner();
		Map<String, ClusterNode> primaries = new TreeMap<>();
		Map<String, List<ClusterNode>> replicas = new TreeMap<>();
		this.listings.forEach((id, votes) -> {
			if (slots.containsKey(id)) {
				primaries.put(id, describe(id, id, votes));
			}
			else if (isListed(id, votes.size())) {
				String primaryId = primaryOf(id, votes);
				ClusterNode node = describe(id, primaryId, votes);
				if (primaryId.equals(id)) {
					primaries.put(id, node);
				}
				else {
					replicas.computeIfAbsent(primaryId, (primary) -> new ArrayList<>()).add(node);
				}
			}
		});
		return primaries.values()
			.stream()
			.map((primary) -> new Shard(primary, replicas.getOrDefault(primary.id(), List.of()),
					SlotRange.of(slots.getOrDefault(primary.id(), new BitSet()))))
			.toList();
	}

	private boolean isListed(String id, int votes) {
		int twice = votes * 2;
		return twice > this.voters.size() || twice == this.voters.size() && this.currentListings.containsKey(id);
	}

	private String primaryOf(String id, List<Listing> votes) {
		Listing current = this.currentListings.get(id);
		return Majority.of(votes.stream().map(Listing::primaryId).toList(),
				(current != null) ? current.primaryId() : null);
	}

	/** The word of those who place the node right counts, as long as there are any. */
	private ClusterNode describe(String id, String primaryId, List<Listing> votes) {
		NodeRole role = primaryId.equals(id) ? NodeRole.PRIMARY : NodeRole.REPLICA;
		List<Listing> right = votes.stream().filter((vote) -> vote.primaryId().equals(primaryId)).toList();
		List<ClusterNode> nodes = (right.isEmpty() ? votes : right).stream()
			.map((vote) -> vote.node().withRole(role))
			.toList();
		ClusterNode current = this.currentListings.containsKey(id) ? this.currentListings.get(id).node() : null;
		return Majority.of(withoutDoubtfulLoading(nodes, current), current);
	}

	/**
	 * As long as nothing is written, a replica seems to be loading to some nodes and not
	 * to others (its replication offset is 0). That would be another topology with each
	 * refresh.
	 */
	private static List<ClusterNode> withoutDoubtfulLoading(List<ClusterNode> nodes, @Nullable ClusterNode current) {
		boolean online = Stream.concat(nodes.stream(), Stream.ofNullable(current))
			.anyMatch((node) -> node.health() == NodeHealth.ONLINE);
		return nodes.stream()
			.map((node) -> (online && node.health() == NodeHealth.LOADING) ? node.withHealth(NodeHealth.ONLINE) : node)
			.toList();
	}

	private Map<String, BitSet> slotsByOwner() {
		Map<String, BitSet> slots = new TreeMap<>();
		List<String> claims = new ArrayList<>(this.voters.size());
		for (int slot = 0; slot < SlotRange.SLOTS; slot++) {
			String owner = currentOwner(slot);
			claims.clear();
			for (Voter voter : this.voters) {
				claims.add(voter.ownerOf(slot, owner));
			}
			String winner = Majority.of(claims, owner);
			if (!winner.equals(NOBODY)) {
				slots.computeIfAbsent(winner, (id) -> new BitSet(SlotRange.SLOTS)).set(slot);
			}
		}
		return slots;
	}

	private String currentOwner(int slot) {
		ClusterNode primary = this.current.primary(slot);
		return (primary != null) ? identify(primary) : NOBODY;
	}

	/**
	 * How one view, or the current topology, places a node.
	 */
	private record Listing(ClusterNode node, String primaryId) {

	}

	/**
	 * One view, asked slot by slot.
	 */
	private record Voter(Topology view, Set<String> failed) {

		static Voter of(View view) {
			Topology topology = Topology.of(0, Instant.EPOCH, view.shards());
			return new Voter(topology,
					topology.nodes()
						.stream()
						.filter((node) -> node.health() == NodeHealth.FAILED)
						.map(ClusterNode::id)
						.collect(Collectors.toSet()));
		}

		/**
		 * Redis 7 lists a failed primary without its slots until a replica has taken over
		 * (valkey#784): that takes nothing away from it.
		 */
		String ownerOf(int slot, String currentOwner) {
			ClusterNode owner = this.view.primary(slot);
			if (owner != null) {
				return owner.id();
			}
			return this.failed.contains(currentOwner) ? currentOwner : NOBODY;
		}

	}

}
