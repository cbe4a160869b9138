package io.github.jedistopology.internal.reconcile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.View;

/**
 * The claims of several views, slot by slot. Owners have numbers here, so that thousands
 * of slots are decided without comparing names.
 */
final class Ballot {

	private static final int NOBODY = -1;

	private final List<String> owners = new ArrayList<>();

	private final Map<String, Integer> numbers;

	private final Topology current;

	private final int[] currentOwners;

	private final List<Voter> voters = new ArrayList<>();

	/** The voters that own slots themselves, by number. */
	private final @Nullable Voter[] firstHand;

	/** Where runs of slots begin of which everybody says the same. */
	private final BitSet bounds = new BitSet(SlotRange.SLOTS + 1);

	/**
	 * A ballot.
	 * @param current what was believed so far
	 * @param currentOwners the node IDs of the primaries of its shards, in their order
	 * @param views the views that vote
	 * @param credit how much they count
	 */
	Ballot(Topology current, List<String> currentOwners, List<View> views, Credit credit) {
		this.current = current;
		this.numbers = new HashMap<>(2 * currentOwners.size());
		this.currentOwners = numbers(currentOwners);
		this.bounds.set(SlotRange.SLOTS);
		addBounds(current);
		List<View.Owner> bounded = List.of();
		for (View view : views) {
			this.voters.add(voter(view, credit));
			if (!view.ownership().equals(bounded)) {
				bounded = view.ownership();
				addBounds(view.table());
			}
		}
		this.firstHand = new @Nullable Voter[this.owners.size()];
		for (int i = 0; i < views.size(); i++) {
			Integer author = this.numbers.get(views.get(i).author());
			if (author != null && this.voters.get(i).ownCredit() > Credit.NONE) {
				this.firstHand[author] = this.voters.get(i);
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

	int voters() {
		return this.voters.size();
	}

	/** The slots that more than half of the voters, or fewer, claim for each owner. */
	Map<String, BitSet> claims(boolean byMost) {
		Map<String, BitSet> claims = new HashMap<>();
		forEachRun((start, end, votes) -> {
			for (int owner : votes) {
				if (owner != NOBODY && isByMost(owner, votes) == byMost) {
					claims.computeIfAbsent(this.owners.get(owner), (id) -> new BitSet(SlotRange.SLOTS)).set(start, end);
				}
			}
		});
		return claims;
	}

	private static boolean isByMost(int owner, int[] votes) {
		return count(owner, votes) * 2 > votes.length;
	}

	private static int count(int owner, int[] votes) {
		int count = 0;
		for (int vote : votes) {
			if (vote == owner) {
				count++;
			}
		}
		return count;
	}

	/**
	 * Who gets which slots. Those that most views say nobody serves, nobody gets.
	 * @param unheeded owners for whom only the claims of most count
	 */
	Result result(Predicate<String> unheeded) {
		Map<String, List<SlotRange>> slots = new LinkedHashMap<>();
		BitSet right = new BitSet();
		right.set(0, this.voters.size());
		forEachRun((start, end, votes) -> {
			int owner = decide(start, votes, unheeded);
			for (int voter = 0; voter < this.voters.size(); voter++) {
				if (this.voters.get(voter).ownerOf(start, NOBODY) != owner) {
					right.clear(voter);
				}
			}
			if (owner != NOBODY) {
				append(slots.computeIfAbsent(this.owners.get(owner), (id) -> new ArrayList<>()), start, end - 1);
			}
		});
		return new Result(slots, right);
	}

	/** Runs may follow one another, ranges may not. */
	private static void append(List<SlotRange> ranges, int start, int end) {
		int last = ranges.size() - 1;
		if (last >= 0 && ranges.get(last).end() + 1 == start) {
			ranges.set(last, new SlotRange(ranges.get(last).start(), end));
		}
		else {
			ranges.add(new SlotRange(start, end));
		}
	}

	private void forEachRun(Run run) {
		int[] votes = new int[this.voters.size()];
		int start = 0;
		for (int end = this.bounds.nextSetBit(1); end >= 0; end = this.bounds.nextSetBit(end + 1)) {
			int currentOwner = currentOwner(start);
			for (int voter = 0; voter < votes.length; voter++) {
				votes[voter] = this.voters.get(voter).ownerOf(start, currentOwner);
			}
			run.decide(start, end, votes);
			start = end;
		}
	}

	private void addBounds(Topology table) {
		for (Shard shard : table.shards()) {
			for (SlotRange range : shard.slots()) {
				this.bounds.set(range.start());
				this.bounds.set(range.end() + 1);
			}
		}
	}

	private int currentOwner(int slot) {
		int shard = this.current.shardIndex(slot);
		return (shard >= 0) ? this.currentOwners[shard] : NOBODY;
	}

	private int decide(int slot, int[] votes, Predicate<String> unheeded) {
		if (isByMost(NOBODY, votes)) {
			return NOBODY;
		}
		int currentOwner = currentOwner(slot);
		int winner = currentOwner;
		long highest = Credit.NONE;
		int most = 0;
		for (int voter = 0; voter < votes.length; voter++) {
			int owner = votes[voter];
			long credit = this.voters.get(voter).creditOf(slot);
			if (owner != NOBODY && credit > Credit.NONE && credit >= highest && !isDenied(owner, slot, credit)) {
				int count = count(owner, votes);
				boolean heeded = count * 2 > votes.length || !unheeded.test(this.owners.get(owner));
				if (heeded && (credit > highest || count > most || count == most && owner == currentOwner)) {
					winner = owner;
					highest = credit;
					most = count;
				}
			}
		}
		return winner;
	}

	/** Nobody owns a slot who says himself, no earlier, that he does not. */
	private boolean isDenied(int owner, int slot, long credit) {
		Voter himself = this.firstHand[owner];
		return himself != null && himself.ownCredit() >= credit && himself.ownerOf(slot, NOBODY) != owner;
	}

	/**
	 * What comes of it.
	 *
	 * @param slots the slots by the node ID of their owner, in the order of first slots
	 * @param informed the voters, by number, that have said just this
	 */
	record Result(Map<String, List<SlotRange>> slots, BitSet informed) {

	}

	/**
	 * Does something with the slots from the first to before the last.
	 */
	private interface Run {

		/** Knows which owner each voter names. */
		void decide(int start, int end, int[] votes);

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
