package io.github.jedistopology.internal.command;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NodeProcess}.
 */
class NodeProcessTests {

	@Test
	void hasAnIdOfItsOwn() {
		NodeProcess process = NodeProcess.parse("# Server\r\nredis_version:7.0.15\r\nrun_id:one\r\n");
		assertThat(process.isStill(NodeProcess.parse("run_id:one\r\n"))).isTrue();
		assertThat(process.isStill(NodeProcess.parse("run_id:two\r\n"))).isFalse();
		assertThat(process.isStill(NodeProcess.parse(""))).as("nobody knows").isFalse();
	}

	@Test
	void itsMessagesBecomeMore() {
		NodeProcess process = NodeProcess.parse("cluster_state:ok\r\ncluster_stats_messages_sent:100\r\n");
		assertThat(process.isStill(process)).isTrue();
		assertThat(process.isStill(NodeProcess.parse("cluster_stats_messages_sent:101\r\n"))).isTrue();
		assertThat(process.isStill(NodeProcess.parse("cluster_stats_messages_sent:99\r\n"))).isFalse();
	}

	@Test
	void whoSaysNothingIsTakenForTheSame() {
		assertThat(NodeProcess.parse("").isStill(NodeProcess.parse(""))).isTrue();
	}

}
