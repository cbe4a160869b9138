package io.github.jedistopology.testkit;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Slots that Redis up to 7.2.3 has taken from their owner by a late message
 * (redis/redis#12564): every other node sees them there, and nobody claims them.
 */
final class LostSlots {

	private LostSlots() {
	}

	/** By the id of the node that all others see them at. */
	static Map<String, List<Integer>> in(Collection<ClusterView> views) {
		BitSet claimed = new BitSet();
		views.forEach((view) -> claimed.or(slots(view.own())));
		Map<String, List<Integer>> lost = new TreeMap<>();
		for (ClusterView owner : views) {
			BitSet seen = new BitSet();
			seen.set(0, SlotRange.ALL_SLOTS);
			views.stream().filter((other) -> other != owner).forEach((other) -> seen.and(slots(other, owner.self())));
			seen.andNot(claimed);
			if (views.size() > 1 && !seen.isEmpty()) {
				lost.put(owner.self(), seen.stream().boxed().toList());
			}
		}
		return lost;
	}

	private static BitSet slots(ClusterView view, String id) {
		return view.knows(id) ? slots(view.entry(id)) : new BitSet();
	}

	private static BitSet slots(ClusterView.Entry entry) {
		BitSet slots = new BitSet();
		entry.slots().forEach((range) -> slots.set(range.first(), range.last() + 1));
		return slots;
	}

}
