package io.github.jedistopology.internal.reconcile;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.NodeRole;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Shards;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlotPatch}.
 */
class SlotPatchTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			to another primary               | a:0-9 / b:10-19     | 9 | b  | a:0-8 / b:9-19
			out of the middle                | a:0-9 / b:10-19     | 5 | b  | a:0-4,6-9 / b:5,10-19
			to a primary without slots       | a:0-9 / b:          | 9 | b  | a:0-8 / b:9
			where it is already              | a:0-9 / b:10-19     | 9 | a  | a:0-9 / b:10-19
			nobody served it                 | a:0-8 / b:10-19     | 9 | b  | a:0-8 / b:9-19
			last slot of a known node        | a:9 / b:10-19       | 9 | b  | b:9-19 / a:
			to the replica: it was promoted  | a<a1,a2:0-9 / b:10  | 9 | a1 | a1<a,a2:0-9 / b:10
			to another shard's replica       | a:0-9 / b<b1:10-19  | 9 | b1 | a:0-8 / b1<b:9-19
			to a node that nobody lists      | a:0-9               | 9 | c  | a:0-8 / @c:9
			to such a node once more         | a:0-8 / @c:9        | 8 | c  | a:0-7 / @c:8-9
			away from such a node            | a:0-7 / @c:8-9      | 8 | a  | a:0-8 / @c:9
			its last slot away from it       | a:0-8 / @c:9        | 9 | a  | a:0-9
			""")
	void slotFollowsTheRedirection(String name, String before, int slot, String target, String after) {
		assertThat(Shards.text(new SlotPatch(slot, Shards.endpoint(target)).apply(Shards.of(before)))).isEqualTo(after);
	}

	@Test
	void targetMayBeNamedByItsIp() {
		HostAndPort ip = new HostAndPort(Shards.ip("b"), 6379);
		assertThat(Shards.text(new SlotPatch(9, ip).apply(Shards.of("a:0-9 / b:10-19")))).isEqualTo("a:0-8 / b:9-19");
	}

	@Test
	void replicaThatIsListedAtTheAddressOfAPrimaryIsNotPromoted() {
		ClusterNode primary = Shards.node("b");
		ClusterNode gone = new ClusterNode("gone", primary.endpoint(), primary.ip(), NodeRole.REPLICA,
				NodeHealth.FAILED);
		List<Shard> shards = List.of(new Shard(Shards.node("a"), List.of(gone), List.of(new SlotRange(0, 9))),
				new Shard(primary, List.of(), List.of(new SlotRange(10, 19))));
		assertThat(Shards.text(new SlotPatch(9, primary.endpoint()).apply(shards))).isEqualTo("a<gone!:0-8 / b:9-19");
	}

	@Test
	void promotionSwapsTheRoles() {
		Shard shard = new SlotPatch(0, Shards.endpoint("a1")).apply(Shards.of("a<a1:0")).get(0);
		assertThat(shard.primary().role()).isEqualTo(NodeRole.PRIMARY);
		assertThat(shard.replicas().get(0).role()).isEqualTo(NodeRole.REPLICA);
	}

}
