package io.github.jedistopology.testkit;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ClusterViewTests {

	@Test
	void readsClusterNodes() {
		ClusterView view = ClusterView.parse("""
				aaa 127.0.0.1:7001@17001,node-1.redis.test myself,master - 0 0 1 connected 0-5 7 [8->-bbb]
				bbb 127.0.0.1:7002@17002,node-2.redis.test,shard-id=1f master,fail - 0 0 2 disconnected 9-10 [8-<-aaa]
				ccc 127.0.0.1:7003@17003 slave aaa 0 0 1 connected
				""");
		assertThat(view.self()).isEqualTo("aaa");
		assertThat(view.own().slots()).containsExactly(new SlotRange(0, 5), new SlotRange(7, 7));
		assertThat(view.own().hasAll(List.of(0, 7, 5))).isTrue();
		assertThat(view.own().hasAll(List.of(5, 6))).isFalse();
		assertThat(view.own().hostName()).isEqualTo("node-1.redis.test");
		assertThat(view.own().isPrimary()).isTrue();
		assertThat(view.own().isDoubtful()).isFalse();
		assertThat(view.entry("bbb").hostName()).isEqualTo("node-2.redis.test");
		assertThat(view.entry("bbb").isDoubtful()).isTrue();
		assertThat(view.entry("bbb").connected()).isFalse();
		assertThat(view.entry("ccc").primaryId()).isEqualTo("aaa");
		assertThat(view.entry("ccc").hostName()).isEmpty();
		assertThat(view.entry("ccc").slots()).isEqualTo(List.of());
		assertThat(view.knows("ddd")).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> view.entry("ddd")).withMessageContaining("ddd");
	}

}
