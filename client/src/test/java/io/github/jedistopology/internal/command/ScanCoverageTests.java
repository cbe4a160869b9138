package io.github.jedistopology.internal.command;

import java.util.BitSet;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.connection.TestTopologies;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScanCoverage}: node {@code a} owns the slots 0 to 9, {@code b} the
 * rest.
 */
class ScanCoverageTests {

	private static final int LAST = SlotRange.SLOTS - 1;

	private static final Map<String, Long> EPOCHS = Map.of("a", 1L, "b", 2L, "c", 3L);

	private static final NodeProcess PROCESS = new NodeProcess("process", 0);

	private static final ClusterNode A = node("a", "a", 7001);

	private static final ClusterNode B = node("b", "b", 7002);

	private static final ClusterNode C = node("c", "c", 7003);

	private static final Topology TOPOLOGY = TestTopologies.topology(1, shard(A, slots(0, 9)),
			shard(B, slots(10, LAST)), shard(C));

	private final ScanCoverage coverage = new ScanCoverage();

	@Test
	void nodesThatStayAsTheyAreAreVisitedOnce() {
		assertThat(this.coverage.next(TOPOLOGY, 0)).isEqualTo(A);
		visit(owns("a", 0, 9), owns("a", 0, 9));
		assertThat(this.coverage.next(TOPOLOGY, 0)).isEqualTo(B);
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		assertThat(this.coverage.next(TOPOLOGY, 0)).isNull();
		assertThat(this.coverage.size()).isEqualTo(SlotRange.SLOTS);
	}

	@Test
	void beginsAnywhere() {
		assertThat(this.coverage.next(TOPOLOGY, 10)).isEqualTo(B);
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		assertThat(this.coverage.next(TOPOLOGY, 10)).isEqualTo(A);
	}

	@Test
	void slotsThatNobodyServesAreLeftOut() {
		visit(owns("a", 0, 9), owns("a", 0, 9));
		assertThat(this.coverage.next(TestTopologies.topology(2, shard(A, slots(0, 9))), 5000)).isNull();
	}

	@Test
	void slotThatLeavesDuringTheVisitIsFoundAtItsNewOwner() {
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		visit(owns("a", 0, 9), owns("a", 0, 8));
		Topology moved = TestTopologies.topology(2, shard(A, slots(0, 8)), shard(B, slots(9, LAST)));
		assertThat(this.coverage.next(moved, 0)).as("the node that gained the slot").isEqualTo(B);
		visit(owns("b", 9, LAST), owns("b", 9, LAST));
		assertThat(this.coverage.next(moved, 0)).isNull();
	}

	@Test
	void slotThatArrivesDuringTheVisitIsNotCovered() {
		visit(owns("b", 11, LAST), owns("b", 10, LAST));
		visit(owns("a", 0, 9), owns("a", 0, 9));
		assertThat(this.coverage.next(TOPOLOGY, 0)).isEqualTo(B);
	}

	@Test
	void slotThatMovesOnAfterItsVisitStaysCovered() {
		visit(owns("a", 0, 9), owns("a", 0, 9));
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		assertThat(this.coverage.next(TestTopologies.topology(2, shard(C, slots(0, LAST))), 0)).isNull();
	}

	@Test
	void keysOnTheirWayAreFollowedToTheirTarget() {
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		visit(owns("a", 0, 9), migrates(owns("a", 0, 9), 3, "c"));
		assertThat(this.coverage.size()).isEqualTo(SlotRange.SLOTS - 1);
		assertThat(this.coverage.next(TOPOLOGY, 0)).as("without a slot of its own").isEqualTo(C);
		NodeSlots importing = imports("c", 3);
		assertThat(this.coverage.begins(importing)).isTrue();
		visit(importing, imports("c", 3));
		assertThat(this.coverage.next(TOPOLOGY, 0)).isNull();
	}

	@Test
	void targetThatWasVisitedBeforeIsVisitedAgain() {
		visit(imports("b", 3, 10, LAST), imports("b", 3, 10, LAST));
		visit(owns("a", 0, 9), migrates(owns("a", 0, 9), 3, "b"));
		assertThat(this.coverage.next(TOPOLOGY, 0)).isEqualTo(B);
	}

	@Test
	void keysThatWereOnTheirWayAtTheBeginningOnlyAreLookedForAgain() {
		visit(migrates(owns("a", 0, 9), 3, "c"), owns("a", 0, 9));
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		assertThat(this.coverage.next(TOPOLOGY, 0)).isEqualTo(A);
	}

	@Test
	void targetThatPassesTheKeysOnIsNotTheEnd() {
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		visit(owns("a", 0, 9), migrates(owns("a", 0, 9), 3, "c"));
		visit(imports("c", 3), migrates(owns("c", 3, 3), 3, "b"));
		assertThat(this.coverage.next(TOPOLOGY, 0)).as("the owner").isEqualTo(A);
	}

	/** Its keys have been with the target in between, and some may be back. */
	@Test
	void keysThatWereOnTheirWayTwiceAreLookedForAtTheirOwnerAgain() {
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		visit(owns("a", 0, 9), migrates(owns("a", 0, 9), 3, "c"));
		NodeSlots target = new NodeSlots("c", PROCESS, Map.of("a", 4L, "b", 2L, "c", 3L), new BitSet(), Map.of(),
				range(3, 3));
		assertThat(this.coverage.begins(target)).isFalse();
		assertThat(this.coverage.next(TOPOLOGY, 0)).isEqualTo(A);
	}

	@Test
	void targetThatWantsNothingLeavesAllToTheOwner() {
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		visit(owns("a", 0, 9), migrates(owns("a", 0, 9), 3, "c"));
		assertThat(this.coverage.begins(new NodeSlots("c", PROCESS, EPOCHS, new BitSet(), Map.of(), new BitSet())))
			.isFalse();
		assertThat(this.coverage.next(TOPOLOGY, 0)).isEqualTo(A);
		assertThat(this.coverage.begins(migrates(owns("a", 0, 9), 3, "c"))).as("another visit").isFalse();
		assertThat(this.coverage.next(TOPOLOGY, 0)).isNull();
	}

	@Test
	void keysThatHaveMovedOnFromTheirTargetAreTheirOwnersAgain() {
		visit(owns("b", 10, LAST), owns("b", 10, LAST));
		visit(owns("a", 0, 9), migrates(owns("a", 0, 9), 3, "gone"));
		assertThat(this.coverage.begins(owns("c", 3, 3))).isTrue();
	}

	@Test
	void visitOfTwoProcessesCoversNothing() {
		visit(owns("a", 0, 9),
				new NodeSlots("a", new NodeProcess("next", 0), EPOCHS, range(0, 9), Map.of(), new BitSet()));
		assertThat(this.coverage.size()).isZero();
	}

	/** It has the slots at both ends, and perhaps another node had them in between. */
	@Test
	void visitInWhichSlotsCameBackCoversNothing() {
		NodeSlots before = owns("a", 0, 9);
		visit(before,
				new NodeSlots("a", PROCESS, Map.of("a", 4L, "b", 2L, "c", 3L), range(0, 9), Map.of(), new BitSet()));
		assertThat(this.coverage.size()).isZero();
		assertThat(this.coverage.next(TOPOLOGY, 0)).isEqualTo(A);
	}

	@Test
	void visitOfADemotedNodeCoversNothing() {
		visit(owns("a", 0, 9), new NodeSlots("a", PROCESS, EPOCHS, new BitSet(), Map.of(), new BitSet()));
		assertThat(this.coverage.size()).isZero();
	}

	@Test
	void nodeThatOwnsNothingThatIsMissingIsNotVisited() {
		assertThat(this.coverage.begins(owns("a", 0, 9))).isTrue();
		visit(owns("a", 0, 9), owns("a", 0, 9));
		assertThat(this.coverage.begins(owns("a", 0, 9))).isFalse();
	}

	private void visit(NodeSlots before, NodeSlots after) {
		this.coverage.visited(before, after);
	}

	private static NodeSlots owns(String id, int first, int last) {
		return new NodeSlots(id, PROCESS, EPOCHS, range(first, last), Map.of(), new BitSet());
	}

	private static NodeSlots migrates(NodeSlots node, int slot, String target) {
		return new NodeSlots(node.id(), node.process(), node.epochs(), node.owned(), Map.of(slot, target),
				node.importing());
	}

	private static NodeSlots imports(String id, int slot) {
		return new NodeSlots(id, PROCESS, EPOCHS, new BitSet(), Map.of(), range(slot, slot));
	}

	private static NodeSlots imports(String id, int slot, int first, int last) {
		return new NodeSlots(id, PROCESS, EPOCHS, range(first, last), Map.of(), range(slot, slot));
	}

	private static BitSet range(int first, int last) {
		BitSet slots = new BitSet();
		slots.set(first, last + 1);
		return slots;
	}

}
