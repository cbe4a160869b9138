package io.github.jedistopology.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
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
	 * @param receivers the nodes that shall have slots in the end
	 */
	static <N> List<Move<N>> balance(Map<N, List<Integer>> owned, Collection<N> receivers) {
		int total = owned.values().stream().mapToInt(List::size).sum();
		// Those with most slots keep one more when the shares are not whole.
		List<N> ordered = receivers.stream()
			.sorted(Comparator.comparingInt((N node) -> slotsOf(node, owned).size()).reversed())
			.toList();
		Map<N, Integer> shares = new java.util.HashMap<>();
		for (int i = 0; i < ordered.size(); i++) {
			shares.put(ordered.get(i), total / ordered.size() + ((i < total % ordered.size()) ? 1 : 0));
		}
		Deque<Move<N>> surplus = new ArrayDeque<>();
		owned.forEach((node, slots) -> {
			int share = shares.getOrDefault(node, 0);
			if (slots.size() > share) {
				surplus.add(new Move<>(node, node, slots.subList(share, slots.size())));
			}
		});
		List<Move<N>> moves = new ArrayList<>();
		for (N receiver : ordered) {
			int wanted = shares.getOrDefault(receiver, 0) - slotsOf(receiver, owned).size();
			while (wanted > 0) {
				Move<N> offer = surplus.remove();
				int taken = Math.min(wanted, offer.slots().size());
				moves.add(new Move<>(offer.from(), receiver, offer.slots().subList(0, taken)));
				if (taken < offer.slots().size()) {
					surplus.addFirst(
							new Move<>(offer.from(), offer.from(), offer.slots().subList(taken, offer.slots().size())));
				}
				wanted -= taken;
			}
		}
		return moves;
	}

	private static <N> List<Integer> slotsOf(N node, Map<N, List<Integer>> owned) {
		return owned.getOrDefault(node, List.of());
	}

	record Move<N>(N from, N to, List<Integer> slots) {

		Move {
			slots = List.copyOf(slots);
		}

	}

}
