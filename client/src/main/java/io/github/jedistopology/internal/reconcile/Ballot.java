package io.github.jedistopology.internal.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.View;

/**
 * The claims of several views, slot by slot. Owners have numbers here, so that thousands
 * of slots are decided without comparing names.
 */
final class Ballot {

	private static final int NOBODY = -1;

	private final List<String> owners = new ArrayList<>();

	private final Map<String, Integer> numbers = new HashMap<>();

	private final Topology current;

	private final int[] currentOwners;

	private final List<Voter> voters = new ArrayList<>();

	/** The voters that own slots themselves. */
	private final Map<Integer, Voter> firstHand = new HashMap<>();

	/**
	 * A ballot.
	 * @param current what was believed so far
	 * @param currentOwners the node IDs of the primaries of its shards, in their order
	 * @param views the views that vote
	 * @param credit how much they count
	 */
	Ballot(Topology current, List<String> currentOwners, List<View> views, Credit credit) {
		this.current = current;
		this.currentOwners = numbers(currentOwners);
		for (View view : views) {
			Voter voter = voter(view, credit);
			this.voters.add(voter);
			String author = view.author();
			if (author != null && voter.ownCredit() > Credit.NONE) {
				this.firstHand.put(number(author), voter);
			}
		}
	}

	private Voter voter(View view, Credit credit) {
		Topology table = view.table();
		List<String> owners = table.shards().stream().map((shard) -> shard.primary().id()).toList();
		Set<Integer> failed = table.nodes()
			.stream()
			.filter((node) -> node.health() == NodeHealth.FAILED)
			.map(ClusterNode::id)
			.map(this::number)
			.collect(Collectors.toSet());
		return new Voter(table, numbers(owners), owners.stream().mapToLong((owner) -> credit.of(view, owner)).toArray(),
				failed, credit.own(view));
	}

	private int[] numbers(List<String> ids) {
		return ids.stream().mapToInt(this::number).toArray();
	}

	private int number(String id) {
		return this.numbers.computeIfAbsent(id, (owner) -> {
			this.owners.add(owner);
			return this.owners.size() - 1;
		});
	}

	/**
	 * Who gets a slot.
	 * @return the node ID, {@code null} when most views say that nobody serves it
	 */
	@Nullable String ownerOf(int slot) {
		int shard = this.current.shardIndex(slot);
		int owner = decide(slot, (shard >= 0) ? this.currentOwners[shard] : NOBODY);
		return (owner != NOBODY) ? this.owners.get(owner) : null;
	}

	private int decide(int slot, int currentOwner) {
		int winner = currentOwner;
		long highest = Credit.NONE;
		int most = 0;
		int nobody = 0;
		for (Voter voter : this.voters) {
			int owner = voter.ownerOf(slot, currentOwner);
			long credit = voter.creditOf(slot);
			if (owner == NOBODY) {
				nobody++;
			}
			else if (credit > Credit.NONE && credit >= highest && !isDenied(owner, slot, credit)) {
				int votes = votes(owner, slot, currentOwner);
				if (credit > highest || votes > most || votes == most && owner == currentOwner) {
					winner = owner;
					highest = credit;
					most = votes;
				}
			}
		}
		return (nobody * 2 > this.voters.size()) ? NOBODY : winner;
	}

	private int votes(int owner, int slot, int currentOwner) {
		int votes = 0;
		for (Voter voter : this.voters) {
			if (voter.ownerOf(slot, currentOwner) == owner) {
				votes++;
			}
		}
		return votes;
	}

	/** Nobody owns a slot who says himself, no earlier, that he does not. */
	private boolean isDenied(int owner, int slot, long credit) {
		Voter himself = this.firstHand.get(owner);
		return himself != null && himself.ownCredit() >= credit && himself.ownerOf(slot, NOBODY) != owner;
	}

	/**
	 * One view, asked slot by slot.
	 *
	 * @param table the view
	 * @param owners the owners' numbers, by shard
	 * @param credits how much a claim for them counts, by shard
	 * @param failed the nodes that it lists as failed
	 * @param ownCredit how much its author's word on himself counts
	 */
	private record Voter(Topology table, int[] owners, long[] credits, Set<Integer> failed, long ownCredit) {

		/**
		 * Redis 7 lists a failed primary without its slots until a replica has taken over
		 * (valkey#784): that takes nothing away from it.
		 */
		int ownerOf(int slot, int currentOwner) {
			int shard = this.table.shardIndex(slot);
			if (shard >= 0) {
				return this.owners[shard];
			}
			return this.failed.contains(currentOwner) ? currentOwner : NOBODY;
		}

		/** A claim that only its being failed upholds counts for least. */
		long creditOf(int slot) {
			int shard = this.table.shardIndex(slot);
			return (shard >= 0) ? this.credits[shard] : 0;
		}

	}

}
