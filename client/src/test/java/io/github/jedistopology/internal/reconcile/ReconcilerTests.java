package io.github.jedistopology.internal.reconcile;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Shards;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reconciler}: what is believed, what the views say, what comes of it.
 */
class ReconcilerTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "nothing",
			textBlock = """
					first view ever          | nothing            | a<a1:0-99 / b:100-199                                  | a<a1:0-99 / b:100-199
					majority moves a slot    | a:0-99 / b:100-199 | a:0-98 / b:99-199 & a:0-98 / b:99-199 & a:0-99 / b:100-199 | a:0-98 / b:99-199
					majority keeps a slot    | a:0-99 / b:100-199 | a:0-98 / b:99-199 & a:0-99 / b:100-199 & a:0-99 / b:100-199 | a:0-99 / b:100-199
					each slot has its vote   | a:0-99 / b:100-199 | a:1-99 / b:0,100-199 & a:0-98 / b:99-199 & a:1-98 / b:0,99-199 | b:0,99-199 / a:1-98
					tie stays as it was      | a:0-99 / b:100-199 | a:0-98 / b:99-199 & a:0-99 / b:100-199                 | a:0-99 / b:100-199
					three claim it: stays    | a:0 / b:1 / c:2    | a:0 / b:1 / c:2 & a:3 / b:0,1 / c:2 & a:3 / b:1 / c:0,2 | a:0,3 / b:1 / c:2
					nobody has most votes    | a:0-99 / b:100-199 | a:0-98 / b:100-199 & a:0-98 / b:100-199 & a:0-99 / b:100-199 | a:0-98 / b:100-199
					uncovered ones are found | a:0-98 / b:100-199 | a:0-99 / b:100-199 & a:0-99 / b:100-199                | a:0-99 / b:100-199
					""")
	void slotGoesToWhomMostViewsName(String name, String current, String views, String expected) {
		assertReconciled(current, views, expected);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "nothing",
			textBlock = """
					most list the new one       | a:0 | a:0 / b: & a:0 / b: & a:0                  | a:0 / b:
					few list the new one        | a:0 | a:0 / b: & a:0 & a:0                       | a:0
					half list the new one       | a:0 | a:0 / b: & a:0                             | a:0
					half list the known one     | a:0 / b: | a:0 / b: & a:0                        | a:0 / b:
					most have forgotten it      | a:0 / b: | a:0 / b: & a:0 & a:0                  | a:0
					a lone view adds            | a:0 | a:0 / b:                                   | a:0 / b:
					owner by a minority of all  | a:0 / b:1 | a:0 / c:1 & a:0 / c:1 & a:0 / d:1 & a:0 / e:1 & a:0 / b:1 | a:0 / c:1
					replica comes               | a:0 | a<a1:0 & a<a1:0 & a:0                      | a<a1:0
					replica goes                | a<a1:0 | a<a1:0 & a:0 & a:0                      | a:0
					replica goes to another     | a<a1:0 / b:1 | a:0 / b<a1:1 & a:0 / b<a1:1 & a<a1:0 / b:1 | a:0 / b<a1:1
					replica stays when they tie | a<a1:0 / b:1 | a:0 / b<a1:1 & a<a1:0 / b:1            | a<a1:0 / b:1
					named by a redirection only | a:0 / @b:1 | a:0 / b:1 & a:0 / b:1               | a:0 / b:1
					same, half the views know   | a:0 / @b:1 | a:0-1 & a:0 / b:1                   | a:0 / b:1
					same, unknown to all        | a:0 / @b:1 | a:0-1 & a:0-1                       | a:0-1
					""")
	void nodeIsListedWhenMostViewsListIt(String name, String current, String views, String expected) {
		assertReconciled(current, views, expected);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			promoted, most know          | a<b:0 | b<a:0 & b<a:0 & a<b:0             | b<a:0
			promoted, few know           | a<b:0 | b<a:0 & a<b:0 & a<b:0             | a<b:0
			promoted, half know          | a<b:0 | b<a:0 & a<b:0                     | a<b:0
			failed, nobody took over     | a<b:0 / c:1 | a!<b:0 / c:1 & a!<b:0 / c:1     | a!<b:0 / c:1
			failed, slots not shown      | a<b:0 / c:1 | a!<b: / c:1 & a!<b: / c:1       | a!<b:0 / c:1
			failed, another took over    | a<b:0 / c:1 | a!: / b:0 / c:1 & a!: / b:0 / c:1 | b:0 / c:1 / a!:
			alive, slots not shown       | a<b:0 / c:1 | a<b: / c:1 & a<b: / c:1         | c:1 / a<b:
			other replicas follow        | a<b,d:0 | b<a,d:0 & b<a,d:0 & a<b,d:0         | b<a,d:0
			replica of one not listed    | a<b:0 / c:1 | a:0 / c:1 / d<b: & a<b:0 / c:1 & a:0 / c<b:1 | a<b:0 / c:1
			failure is seen by most      | a:0 / c<d:1 | a:0 / c<d!:1 & a:0 / c<d!:1 & a:0 / c<d:1 | a:0 / c<d!:1
			failure is seen by few       | a:0 / c<d:1 | a:0 / c<d!:1 & a:0 / c<d:1 & a:0 / c<d:1 | a:0 / c<d:1
			failure of an owner, by few  | a:0 / c:1   | a!:0 / c:1 & a:0 / c:1 & a:0 / c:1 | a:0 / c:1
			""")
	void failoverIsBelievedAsMostViewsShowIt(String name, String current, String views, String expected) {
		assertReconciled(current, views, expected);
	}

	@Test
	void rolesFollowTheShardsThatCameOut() {
		Topology current = Shards.topology(1, "a<b:0");
		List<Shard> shards = Reconciler.reconcile(current, views("b<a:0 & b<a:0 & a<b:0")).shards();
		assertThat(shards).singleElement().satisfies((shard) -> {
			assertThat(shard.primary().role()).isEqualTo(NodeRole.PRIMARY);
			assertThat(shard.replicas()).allMatch((replica) -> replica.role() == NodeRole.REPLICA);
		});
	}

	@Test
	void viewsOfTheSameOwnersAgreeWhateverTheirReplicas() {
		Topology current = Shards.topology(1, "a:0 / b:1");
		assertThat(Reconciler.reconcile(current, views("a<x:0 / b:1 & a:0 / b!:1 / c:")).agreed()).isTrue();
		assertThat(Reconciler.reconcile(current, views("a:0 / b:1 & a:0-1 / b:")).agreed()).isFalse();
	}

	/**
	 * On an idle cluster some nodes always see the replication offset of a replica as 0.
	 */
	@Test
	void replicaThatSeemsToBeLoadingToSomeNodesIsOnline() {
		View loading = withHealth("a<b:0", NodeHealth.LOADING);
		View online = withHealth("a<b:0", NodeHealth.ONLINE);
		View failed = withHealth("a<b:0", NodeHealth.FAILED);
		Topology first = Topology.of(1, Instant.EPOCH, List.of());
		assertThat(healthOfReplica(first, loading, loading)).isEqualTo(NodeHealth.LOADING);
		assertThat(healthOfReplica(first, loading, loading, online)).isEqualTo(NodeHealth.ONLINE);
		Topology known = Topology.of(1, Instant.EPOCH, online.shards());
		assertThat(healthOfReplica(known, loading, loading)).isEqualTo(NodeHealth.ONLINE);
		assertThat(healthOfReplica(known, failed, failed, online)).isEqualTo(NodeHealth.FAILED);
	}

	private static View withHealth(String text, NodeHealth health) {
		return new View(Shards.of(text)
			.stream()
			.map((shard) -> new Shard(shard.primary(),
					shard.replicas().stream().map((replica) -> replica.withHealth(health)).toList(), shard.slots()))
			.toList());
	}

	private static NodeHealth healthOfReplica(Topology current, View... views) {
		return Reconciler.reconcile(current, List.of(views)).shards().get(0).replicas().get(0).health();
	}

	/** Also in any order of the answers. */
	private static void assertReconciled(String current, String views, String expected) {
		Topology topology = (current != null) ? Shards.topology(1, current) : Shards.topology(0, "");
		List<View> inOrder = views(views);
		for (int i = 0; i < inOrder.size(); i++) {
			List<View> rotated = Stream.concat(inOrder.stream().skip(i), inOrder.stream().limit(i)).toList();
			assertThat(Shards.text(Reconciler.reconcile(topology, rotated).shards())).isEqualTo(expected);
		}
	}

	private static List<View> views(String text) {
		return Arrays.stream(text.split("&")).map((view) -> new View(Shards.of(view))).toList();
	}

}
