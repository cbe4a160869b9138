package io.github.jedistopology.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which slots move when shards come or go.
 */
final class SlotPlan {

	private SlotPlan() {
	}

	/**
	 * The fewest moves after which the receivers have all slots, in even shares.
	 * @param owned the slots of each node
	 * @param receivers the nodes that shall have slots in the end, all of them in
	 * {@code owned}
	 */
	static <N> List<Move<N>> balance(Map<N, List<Integer>> owned, Collection<N> receivers) {
		Map<N, Integer> shares = shares(owned, receivers);
		Deque<Surplus<N>> surplus = new ArrayDeque<>();
		owned.forEach((node, slots) -> slots.stream()
			.skip(shares.getOrDefault(node, 0))
			.forEach((slot) -> surplus.add(new Surplus<>(node, slot))));
		List<Move<N>> moves = new ArrayList<>();
		shares.forEach((receiver, share) -> {
			Map<N, List<Integer>> slotsBySource = new LinkedHashMap<>();
			for (int i = size(owned, receiver); i < share; i++) {
				Surplus<N> taken = surplus.remove();
				slotsBySource.computeIfAbsent(taken.owner(), (owner) -> new ArrayList<>()).add(taken.slot());
			}
			slotsBySource.forEach((source, slots) -> moves.add(new Move<>(source, receiver, slots)));
		});
		return moves;
	}

	/** When they are not whole, those with most slots keep one more. */
	private static <N> Map<N, Integer> shares(Map<N, List<Integer>> owned, Collection<N> receivers) {
		int total = owned.values().stream().mapToInt(List::size).sum();
		List<N> largestFirst = receivers.stream()
			.sorted(Comparator.comparingInt((N node) -> size(owned, node)).reversed())
			.toList();
		Map<N, Integer> shares = new LinkedHashMap<>();
		for (N node : largestFirst) {
			boolean oneMore = shares.size() < total % receivers.size();
			shares.put(node, total / receivers.size() + (oneMore ? 1 : 0));
		}
		return shares;
	}

	private static <N> int size(Map<N, List<Integer>> owned, N node) {
		return owned.getOrDefault(node, List.of()).size();
	}

	/** Slots that go from one node to another. */
	record Move<N>(N from, N to, List<Integer> slots) {
	}

	/** A slot that its owner has above its share. */
	private record Surplus<N>(N owner, int slot) {
	}

}
