package io.github.jedistopology.internal.command;

import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.connection.TestTopologies;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NodeSlots}.
 */
class NodeSlotsTests {

	private static final String OTHER = "bbb 127.0.0.1:7002@17002 master - 0 1 2 connected 200-300 [7->-aaa]\n";

	private static final NodeProcess RUN = new NodeProcess("run", 0);

	@Test
	void readsWhatTheNodeSaysOfItself() {
		NodeSlots node = NodeSlots.parse(
				OTHER + "aaa 127.0.0.1:7001@17001 myself,master - 0 0 5 connected 0-2 9 [2->-bbb] [30-<-bbb]\n", RUN);
		assertThat(node.id()).isEqualTo("aaa");
		assertThat(node.process()).isEqualTo(RUN);
		assertThat(node.epochs()).isEqualTo(Map.of("aaa", 5L, "bbb", 2L));
		assertThat(node.owned().stream()).containsExactly(0, 1, 2, 9);
		assertThat(node.migrating()).containsOnlyKeys(2).containsEntry(2, "bbb");
		assertThat(node.importing().stream()).containsExactly(30);
		assertThat(IntStream.range(0, 100).filter(node::keeps)).containsExactly(0, 1, 9, 30);
	}

	@Test
	void aReplicaOwnsNothing() {
		NodeSlots node = NodeSlots.parse(OTHER + "aaa 127.0.0.1:7001@17001,name myself,slave bbb 0 1 2 connected\n",
				RUN);
		assertThat(node.owned().isEmpty()).isTrue();
	}

	@Test
	void aNodeThatSaysNothingOfItselfIsNoNode() {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeSlots.parse(OTHER, RUN))
			.withMessageContaining("myself");
	}

	@Test
	void takesTheTopologysWordWhereTheNodeIsSilent() {
		ClusterNode node = node("aaa", "a", 7001);
		Topology topology = TestTopologies.topology(1, shard(node, slots(3, 4)));
		assertThat(NodeSlots.of(node, topology, RUN).owned().stream()).containsExactly(3, 4);
		assertThat(NodeSlots.of(node("bbb", "b", 7002), topology, RUN).owned().stream()).isEmpty();
	}

}
