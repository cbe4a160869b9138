package io.github.jedistopology.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.testkit.SlotPlan.Move;

import static org.assertj.core.api.Assertions.assertThat;

class SlotPlanTests {

	@Test
	void aNewNodeGetsItsShareFromAllOthers() {
		Map<String, List<Integer>> owned = Map.of("a", slots(0, 6), "b", slots(6, 12), "c", List.of());
		List<Move<String>> moves = SlotPlan.balance(owned, owned.keySet());
		assertThat(moves).extracting(Move::to).containsOnly("c");
		assertThat(moves).extracting(Move::from).containsExactlyInAnyOrder("a", "b");
		assertThat(after(owned, moves)).allSatisfy((node, slots) -> assertThat(slots).hasSize(4));
	}

	@Test
	void aLeavingNodeGivesEverythingAndTheOthersShareIt() {
		Map<String, List<Integer>> owned = Map.of("a", slots(0, 4), "b", slots(4, 8), "c", slots(8, 12));
		List<Move<String>> moves = SlotPlan.balance(owned, Set.of("a", "b"));
		assertThat(moves).extracting(Move::from).containsOnly("c");
		assertThat(after(owned, moves)).satisfies((slots) -> {
			assertThat(slots.get("a")).hasSize(6);
			assertThat(slots.get("b")).hasSize(6);
			assertThat(slots.get("c")).isEmpty();
		});
	}

	@Test
	void sharesThatAreNotWholeMoveNothingMoreThanNeeded() {
		Map<String, List<Integer>> owned = Map.of("a", slots(0, 5461), "b", slots(5461, 10922), "c",
				slots(10922, 16384));
		assertThat(SlotPlan.balance(owned, owned.keySet())).isEmpty();
	}

	@Test
	void noSlotIsLostOrDoubledWhenManyComeAndGo() {
		Map<String, List<Integer>> owned = Map.of("a", slots(0, 9000), "b", slots(9000, 16384), "c", List.of(), "d",
				List.of());
		List<Move<String>> moves = SlotPlan.balance(owned, Set.of("b", "c", "d"));
		Map<String, List<Integer>> after = after(owned, moves);
		assertThat(after.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(slots(0, 16384));
		assertThat(after.get("a")).isEmpty();
		assertThat(Set.of("b", "c", "d")).allSatisfy((node) -> assertThat(after.get(node)).hasSizeBetween(5461, 5462));
	}

	private static List<Integer> slots(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

	private static Map<String, List<Integer>> after(Map<String, List<Integer>> owned, List<Move<String>> moves) {
		Map<String, List<Integer>> after = new HashMap<>();
		owned.forEach((node, slots) -> after.put(node, new ArrayList<>(slots)));
		for (Move<String> move : moves) {
			assertThat(after.get(move.from()).removeAll(move.slots())).isTrue();
			after.get(move.to()).addAll(move.slots());
		}
		return after;
	}

}
