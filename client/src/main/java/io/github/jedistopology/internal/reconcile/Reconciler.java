package io.github.jedistopology.internal.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
 * when it owns a slot, or when most views list it.
 */
public final class Reconciler {

	private static final String NOBODY = "";

	private final Topology current;

	private final Set<String> knownIds;

	private final List<Voter> voters;

	private final Map<String, List<Listing>> listings = new TreeMap<>();

	private Reconciler(Topology current, List<View> views) {
		this.current = current;
		this.knownIds = current.nodes().stream().map(ClusterNode::id).collect(Collectors.toSet());
		this.voters = views.stream().map(Voter::of).toList();
		for (View view : views) {
			for (Shard shard : view.shards()) {
				shard.nodes()
					.forEach((node) -> this.listings.computeIfAbsent(node.id(), (id) -> new ArrayList<>())
						.add(new Listing(node, shard.primary().id())));
			}
		}
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

	private List<Shard> shards() {
		Map<String, BitSet> slots = slotsByOwner();
		Map<String, ClusterNode> primaries = new TreeMap<>();
		Map<String, List<ClusterNode>> replicas = new TreeMap<>();
		this.listings.forEach((id, votes) -> {
			Listing listing = Majority.of(votes, null);
			if (slots.containsKey(id)) {
				primaries.put(id, asPrimary(votes));
			}
			else if (isListed(id, votes.size()) && listing.isPrimary()) {
				primaries.put(id, listing.node());
			}
			else if (isListed(id, votes.size())) {
				replicas.computeIfAbsent(listing.primaryId(), (primary) -> new ArrayList<>()).add(listing.node());
			}
		});
		return primaries.values()
			.stream()
			.map((primary) -> new Shard(primary, replicas.getOrDefault(primary.id(), List.of()),
					SlotRange.of(slots.getOrDefault(primary.id(), new BitSet()))))
			.toList();
	}

	/** Its own view may be the only one so far that shows it as a primary. */
	private static ClusterNode asPrimary(List<Listing> votes) {
		return votes.stream()
			.filter(Listing::isPrimary)
			.findFirst()
			.orElse(votes.get(0))
			.node()
			.withRole(NodeRole.PRIMARY);
	}

	private boolean isListed(String id, int votes) {
		int twice = votes * 2;
		return twice > this.voters.size() || twice == this.voters.size() && this.knownIds.contains(id);
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
		return (primary != null) ? primary.id() : NOBODY;
	}

	/**
	 * How one view places a node.
	 */
	private record Listing(ClusterNode node, String primaryId) {

		boolean isPrimary() {
			return this.node.id().equals(this.primaryId);
		}

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
