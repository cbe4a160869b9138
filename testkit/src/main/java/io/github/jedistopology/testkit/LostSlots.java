package io.github.jedistopology.testkit;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Slots that Redis up to 7.2.3 has taken from their owner by a late message
 * (redis/redis#12564): other nodes see them there, and nobody claims them.
 */
final class LostSlots {

	private LostSlots() {
	}

	/** By the id of the node that others see them at, and at no other. */
	static Map<String, List<Integer>> in(Collection<ClusterView> views) {
		BitSet claimed = new BitSet();
		views.forEach((view) -> claimed.or(slots(view.own())));
		Map<String, List<Integer>> lost = new TreeMap<>();
		for (ClusterView owner : views) {
			BitSet slots = new BitSet();
			entries(views).filter((entry) -> entry.id().equals(owner.self()))
				.forEach((entry) -> slots.or(slots(entry)));
			entries(views).filter((entry) -> !entry.id().equals(owner.self()))
				.forEach((entry) -> slots.andNot(slots(entry)));
			slots.andNot(claimed);
			if (!slots.isEmpty()) {
				lost.put(owner.self(), slots.stream().boxed().toList());
			}
		}
		return lost;
	}

	private static Stream<ClusterView.Entry> entries(Collection<ClusterView> views) {
		return views.stream().flatMap((view) -> view.entries().values().stream());
	}

	private static BitSet slots(ClusterView.Entry entry) {
		BitSet slots = new BitSet();
		entry.slots().forEach((range) -> slots.set(range.first(), range.last() + 1));
		return slots;
	}

}
