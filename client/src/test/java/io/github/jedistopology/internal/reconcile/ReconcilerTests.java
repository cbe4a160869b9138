package io.github.jedistopology.internal.reconcile;

import java.util.Map;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Shards;
import io.github.jedistopology.Topology;
import io.github.jedistopology.Views;
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

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					one knows the newest epoch   | a:0-9 / b:10-19 | a^1:0-9 / b^2:10-19 & a^1:0-9 / b^2:10-19 & a^1:0-8 / b^3:9-19 | a:0-8 / b:9-19
					old view of a removed node   | a:0-9 / b:10-19 | a^1:0-9 / b^4:10-19 & a^1:0-9 / b^2:10-14 / c^3:15-19           | a:0-9 / b:10-19
					none told by one: as known   | a:0-9 / b:10-19 | a^1:0-9 / b^2:10-19 & a:0-8 / b:9-19                          | a:0-8 / b:9-19
					all zero: most views         | a:0-9 / b:10-19 | a^0:0-8 / b^0:9-19 & a^0:0-8 / b^0:9-19 & a^0:0-9 / b^0:10-19 | a:0-8 / b:9-19
					all zero and a tie: stays    | a:0-9 / b:10-19 | a^0:0-8 / b^0:9-19 & a^0:0-9 / b^0:10-19                      | a:0-9 / b:10-19
					promoted, one knows          | a<b:0           | b^5<a:0 & a^4<b:0 & a^4<b:0                                   | b<a:0
					owner denies it himself      | a:0-9 / b:10-19 | a^9:0-10 / b^2:11-19 & a> a^9:0-9 / b^2:10-19                 | a:0-9 / b:10-19
					his word is older: new claim | a:0-9 / b:10-19 | a^9:0-10 / b^2:11-19 & a> a^1:0-9 / b^2:10-19                 | a:0-9 / b:10-19
					nobody boasts for another    | a:0-9 / b:10-19 | c^99:0-19 & a^1:0-9 / b^2:10-19 / c^1: & c> a^1:0-9 / b^2:10-19 / c^1: | a:0-9 / b:10-19 / c:
					replica knows itself no more | a<b:0           | b^5<a:0 & b> a^4<b:0                                          | b<a:0
					nobody but few claims it     | a:0-9           | a^1:0-9 & a^1:0-9 / b^2:10                                    | a:0-9 / b:10
					most say that nobody has it  | a:0-9 / b:10    | a^1:0-9 & a^1:0-9 & a^1:0-9 / b^2:10                          | a:0-9
					""")
	void higherConfigEpochDecides(String name, String current, String views, String expected) {
		assertReconciled(current, views, expected);
	}

	@Test
	void epochsOfThePrimariesAreKnownAfterwards() {
		assertThat(reconcile(Shards.topology(1, "a:0 / b:1"), Views.listOf("a^1<a1:0 / b^3:1 & a^2<a1:0 / b^3:1"))
			.epochs()).isEqualTo(Map.of("a", 2L, "b", 3L));
	}

	@Test
	void nodeLivesWhereItHasNotLeft() {
		View before = Views.of("a:0");
		ClusterNode old = before.shards().get(0).primary();
		ClusterNode moved = new ClusterNode("a", new HostAndPort("a.new", 6379), "10.9.9.9", NodeRole.PRIMARY,
				NodeHealth.ONLINE);
		View after = new View(List.of(new Shard(moved, List.of(), before.shards().get(0).slots())));
		List<View> views = List.of(before, before, after);
		Topology current = Topology.of(1, Instant.EPOCH, after.shards());
		Tombstones left = Tombstones.NONE.update(List.of(old), List.of(moved), Map.of(), Instant.EPOCH);
		assertThat(reconcile(current, views).shards().get(0).primary()).as("most say so").isEqualTo(old);
		Reconciliation reconciliation = Reconciler.reconcile(current, views,
				new Credit(views, Map.of(), left, Instant.EPOCH), Rumours.NONE, Instant.EPOCH);
		assertThat(reconciliation.shards().get(0).primary()).isEqualTo(moved);
	}

	@Test
	void removedNodeOwnsNothing() {
		Topology current = Shards.topology(1, "a:0-9 / b:10-19");
		Tombstones tombstones = Tombstones.NONE.update(List.of(Shards.node("c")), List.of(), Map.of("c", 5L),
				Instant.EPOCH);
		assertThat(text(current, tombstones, "a^1:0-9 / b^2:10-14 / c^5:15-19")).isEqualTo("a:0-9 / b:10-19");
		assertThat(text(current, tombstones, "a^1:0-9 / b^2:10-14 / c^6:15-19")).as("a higher epoch")
			.isEqualTo("a:0-9 / b:10-14 / c:15-19");
	}

	private static String text(Topology current, Tombstones tombstones, String views) {
		List<View> list = Views.listOf(views);
		return Shards.text(
				Reconciler
					.reconcile(current, list, new Credit(list, Map.of(), tombstones, Instant.EPOCH), Rumours.NONE,
							Instant.EPOCH)
					.shards());
	}

	@Test
	void rolesFollowTheShardsThatCameOut() {
		Topology current = Shards.topology(1, "a<b:0");
		List<Shard> shards = reconcile(current, Views.listOf("b<a:0 & b<a:0 & a<b:0")).shards();
		assertThat(shards).singleElement().satisfies((shard) -> {
			assertThat(shard.primary().role()).isEqualTo(NodeRole.PRIMARY);
			assertThat(shard.replicas()).allMatch((replica) -> replica.role() == NodeRole.REPLICA);
		});
	}

	@Test
	void viewsOfTheSameOwnersAgreeWhateverTheirReplicas() {
		Topology current = Shards.topology(1, "a:0 / b:1");
		assertThat(reconcile(current, Views.listOf("a<x:0 / b:1 & a:0 / b!:1 / c:")).agreed()).isTrue();
		assertThat(reconcile(current, Views.listOf("a:0 / b:1 & a:0-1 / b:")).agreed()).isFalse();
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
		return reconcile(current, List.of(views)).shards().get(0).replicas().get(0).health();
	}

	/** Also in any order of the answers. */
	private static void assertReconciled(String current, String views, String expected) {
		Topology topology = (current != null) ? Shards.topology(1, current) : Shards.topology(0, "");
		List<View> inOrder = Views.listOf(views);
		for (int i = 0; i < inOrder.size(); i++) {
			List<View> rotated = Stream.concat(inOrder.stream().skip(i), inOrder.stream().limit(i)).toList();
			assertThat(Shards.text(reconcile(topology, rotated).shards())).isEqualTo(expected);
		}
	}

	private static Reconciliation reconcile(Topology current, List<View> views) {
		return Reconciler.reconcile(current, views, new Credit(views, Map.of(), Tombstones.NONE, Instant.EPOCH),
				Rumours.NONE, Instant.EPOCH);
	}

}
