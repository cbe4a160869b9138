package io.github.jedistopology.internal.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
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
 * Makes one set of shards out of several views. Each slot goes to the claim with the
 * highest config epoch, as in the cluster itself (Redis Cluster specification, "Hash
 * slots configuration propagation"); of equal ones to the owner that most views name, and
 * when two are named equally often, it stays where it is. A node is listed when it owns a
 * slot, or when most views list it, as a replica where most of those place it that have
 * the slots right, as long as there is a primary to be a replica of.
 */
public final class Reconciler {

	private final Topology current;

	private final List<View> views;

	private final Credit credit;

	private Rumours rumours;

	private final Instant now;

	private int voters;

	/** The voters who have all slots right, by number. */
	private BitSet informed = new BitSet();

	private final Map<String, List<Listing>> listings;

	private final Map<String, Listing> currentListings;

	private Reconciler(Topology current, List<View> views, Credit credit, Rumours rumours, Instant now) {
		this.rumours = rumours;
		this.now = now;
		this.current = current;
		this.views = views;
		this.credit = credit;
		int room = 2 * current.nodes().size();
		this.listings = new HashMap<>(room);
		this.currentListings = new HashMap<>(room);
		for (View view : views) {
			forEachListing(view.shards(), this.voters++, (listing) -> {
				if (!credit.bars(view, listing.node().id())) {
					this.listings.computeIfAbsent(listing.node().id(), (id) -> new ArrayList<>(views.size()))
						.add(listing);
				}
			});
		}
		forEachListing(current.shards(), this.voters,
				(listing) -> this.currentListings.put(identify(listing.node()), listing));
	}

	/**
	 * Makes one set of shards out of several views.
	 * @param current what was believed so far
	 * @param views at least one view
	 * @param credit how much they count
	 * @param rumours what few have claimed so far
	 * @param now the present time
	 * @return what to believe from now on
	 */
	public static Reconciliation reconcile(Topology current, List<View> views, Credit credit, Rumours rumours,
			Instant now) {
		return new Reconciler(current, views, credit, rumours, now).reconcile();
	}

	private static void forEachListing(List<Shard> shards, int voter, Consumer<Listing> action) {
		for (Shard shard : shards) {
			String primaryId = shard.primary().id();
			action.accept(new Listing(shard.primary(), primaryId, voter));
			shard.replicas().forEach((replica) -> action.accept(new Listing(replica, primaryId, voter)));
		}
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

	private Reconciliation reconcile() {
		List<View.Owner> ownership = this.views.get(0).ownership();
		boolean agreed = this.views.stream().allMatch((view) -> view.ownership().equals(ownership));
		List<Shard> shards = shards();
		Map<String, Long> epochs = new HashMap<>();
		for (Shard shard : shards) {
			String owner = shard.primary().id();
			for (View view : this.views) {
				long epoch = this.credit.of(view, owner);
				if (epoch > 0) {
					epochs.merge(owner, epoch, Math::max);
				}
			}
		}
		return new Reconciliation(shards, Map.copyOf(epochs), agreed, this.rumours);
	}

	private List<Shard> shards() {
		Ballot.Result vote = vote();
		this.informed = vote.informed();
		Map<String, List<SlotRange>> slots = vote.slots();
		Map<String, ClusterNode> primaries = new LinkedHashMap<>();
		Map<String, List<ClusterNode>> replicas = new HashMap<>();
		slots.keySet().forEach((id) -> primaries.put(id, describe(id, id, this.listings.getOrDefault(id, List.of()))));
		this.listings.forEach((id, votes) -> {
			if (!slots.containsKey(id) && isListed(id, votes.size())) {
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
		replicas.values().forEach((nodes) -> nodes.sort(Comparator.comparing(ClusterNode::id)));
		return primaries.values()
			.stream()
			.map((primary) -> new Shard(primary, replicas.getOrDefault(primary.id(), List.of()),
					slots.getOrDefault(primary.id(), List.of())))
			.toList();
	}

	/** Who has the slots right knows better than most where a node stands, too. */
	private List<Listing> informed(List<Listing> votes) {
		List<Listing> informed = votes.stream().filter((vote) -> this.informed.get(vote.voter())).toList();
		return informed.isEmpty() ? votes : informed;
	}

	private boolean isListed(String id, int votes) {
		int twice = votes * 2;
		return twice > this.voters || twice == this.voters && this.currentListings.containsKey(id);
	}

	private String primaryOf(String id, List<Listing> votes) {
		Listing current = this.currentListings.get(id);
		if (current != null && current.isConfirmedBy(votes)) {
			return current.primaryId();
		}
		return Majority.of(informed(votes).stream().map(Listing::primaryId).toList(),
				(current != null) ? current.primaryId() : null);
	}

	/**
	 * The word of those who place the node right counts, as long as there are any. An
	 * owner that no view lists is as it was.
	 */
	private ClusterNode describe(String id, String primaryId, List<Listing> votes) {
		Listing listing = this.currentListings.get(id);
		if (listing != null && listing.primaryId().equals(primaryId) && listing.isConfirmedBy(votes)) {
			return listing.node();
		}
		ClusterNode current = (listing != null) ? listing.node() : null;
		NodeRole role = primaryId.equals(id) ? NodeRole.PRIMARY : NodeRole.REPLICA;
		List<Listing> right = votes.stream().filter((vote) -> vote.primaryId().equals(primaryId)).toList();
		List<ClusterNode> nodes = (right.isEmpty() ? votes : right).stream()
			.map((vote) -> vote.node().withRole(role))
			.toList();
		return nodes.isEmpty() ? Objects.requireNonNull(current)
				: Majority.of(withoutDoubtfulLoading(whereItLives(nodes), current), current);
	}

	/** Who names an address that the node has left has not heard of it yet. */
	private List<ClusterNode> whereItLives(List<ClusterNode> nodes) {
		List<ClusterNode> living = nodes.stream().filter((node) -> !this.credit.isGone(node.endpoint())).toList();
		return living.isEmpty() ? nodes : living;
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

	private Ballot.Result vote() {
		List<String> currentOwners = this.current.shards().stream().map((shard) -> identify(shard.primary())).toList();
		Ballot ballot = new Ballot(this.current, currentOwners, this.views, this.credit);
		this.rumours = this.rumours.hear(ballot, this.now);
		return ballot.result((owner) -> this.rumours.areOld(owner, this.now));
	}

	/**
	 * How one view, or the current topology, places a node.
	 */
	private record Listing(ClusterNode node, String primaryId, int voter) {

		/** Nearly always: then there is nothing to weigh. */
		boolean isConfirmedBy(List<Listing> votes) {
			for (Listing vote : votes) {
				if (!vote.node.equals(this.node) || !vote.primaryId.equals(this.primaryId)) {
					return false;
				}
			}
			return true;
		}

	}

}
