package io.github.jedistopology.internal.reconcile;

import java.util.Map;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shards;
import io.github.jedistopology.Views;
import io.github.jedistopology.internal.view.View;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Tombstones}.
 */
class TombstonesTests {

	private static final Instant NOW = Instant.EPOCH;

	private static final ClusterNode NODE = node("id-1", "node-1.test", "10.0.0.1");

	private static final ClusterNode OTHER = node("id-2", "node-2.test", "10.0.0.2");

	private static final HostAndPort NAME = new HostAndPort("node-1.test", 6379);

	private static final HostAndPort IP = new HostAndPort("10.0.0.1", 6379);

	@Test
	void nobodyIsBuriedAtFirst() {
		assertThat(Tombstones.NONE.cover(NAME, NOW)).isFalse();
	}

	@Test
	void goneNodeIsCoveredAtItsNameAndItsIp() {
		Tombstones tombstones = Tombstones.NONE.update(List.of(NODE, OTHER), List.of(OTHER), Map.of(), NOW);
		assertThat(tombstones.cover(NAME, NOW)).isTrue();
		assertThat(tombstones.cover(IP, NOW)).isTrue();
		assertThat(tombstones.cover(new HostAndPort("10.0.0.1", 6380), NOW)).isFalse();
		assertThat(tombstones.cover(OTHER.endpoint(), NOW)).isFalse();
	}

	@Test
	void listedNodesKeepTombstonesOfOthers() {
		Tombstones tombstones = Tombstones.NONE.update(List.of(NODE, OTHER), List.of(OTHER), Map.of(), NOW)
			.update(List.of(OTHER), List.of(OTHER), Map.of(), NOW);
		assertThat(tombstones.cover(NAME, NOW)).isTrue();
	}

	@Test
	void nodeThatIsBackHasNone() {
		Tombstones tombstones = Tombstones.NONE.update(List.of(NODE, OTHER), List.of(OTHER), Map.of(), NOW)
			.update(List.of(OTHER), List.of(NODE, OTHER), Map.of(), NOW);
		assertThat(tombstones.cover(NAME, NOW)).isFalse();
		assertThat(tombstones.cover(IP, NOW)).isFalse();
	}

	@Test
	void addressThatAnotherNodeTookOverHasNone() {
		ClusterNode successor = node("id-3", "node-3.test", "10.0.0.1");
		Tombstones tombstones = Tombstones.NONE.update(List.of(NODE), List.of(OTHER), Map.of(), NOW)
			.update(List.of(OTHER), List.of(OTHER, successor), Map.of(), NOW);
		assertThat(tombstones.cover(IP, NOW)).isFalse();
		assertThat(tombstones.cover(NAME, NOW)).isTrue();
	}

	@Test
	void oldAddressOfANodeThatMovedIsCovered() {
		ClusterNode moved = node("id-1", "node-1.test", "10.0.0.9");
		Tombstones tombstones = Tombstones.NONE.update(List.of(NODE), List.of(moved), Map.of(), NOW);
		assertThat(tombstones.cover(IP, NOW)).isTrue();
		assertThat(tombstones.cover(NAME, NOW)).isFalse();
	}

	@Test
	void nodeThatOnlyARedirectionHasNamedLeavesNone() {
		Tombstones tombstones = Tombstones.NONE.update(List.of(ClusterNode.unidentified(NAME)), List.of(OTHER),
				Map.of(), NOW);
		assertThat(tombstones.cover(NAME, NOW)).isFalse();
	}

	@Test
	void tombstoneExpiresWhetherOrNotAnythingChanges() {
		Tombstones tombstones = Tombstones.NONE.update(List.of(NODE), List.of(OTHER), Map.of(), NOW);
		Instant expiry = NOW.plus(Tombstones.EXPIRY);
		assertThat(tombstones.cover(NAME, expiry.minusMillis(1))).isTrue();
		assertThat(tombstones.cover(NAME, expiry)).isFalse();
		Tombstones later = tombstones.update(List.of(OTHER), List.of(OTHER), Map.of(),
				expiry.minus(Duration.ofMinutes(1)));
		assertThat(later.cover(NAME, expiry)).isFalse();
	}

	@Test
	void removedNodeIsBarredUnlessItsEpochIsHigherThanItWas() {
		Tombstones tombstones = removed(5);
		assertThat(tombstones.bar("a", Map.of("a", 4L), NOW)).isTrue();
		assertThat(tombstones.bar("a", Map.of("a", 5L), NOW)).isTrue();
		assertThat(tombstones.bar("a", Map.of(), NOW)).as("as a replica").isTrue();
		assertThat(tombstones.bar("a", Map.of("a", 6L), NOW)).isFalse();
		assertThat(tombstones.bar("b", Map.of("b", 1L), NOW)).isFalse();
		assertThat(tombstones.bar("a", Map.of("a", 5L), NOW.plus(Tombstones.EXPIRY))).as("expired").isFalse();
	}

	@Test
	void removedNodeIsBackWhenEverybodyListsItTwiceInARow() {
		List<View> all = Views.listOf("a:0 / b:1 & b:1 / a:0");
		Tombstones once = removed(5).hear(all, NOW);
		assertThat(once.bar("a", Map.of("a", 5L), NOW)).isTrue();
		assertThat(once.hear(all, NOW).bar("a", Map.of("a", 5L), NOW)).isFalse();
		assertThat(once.hear(Views.listOf("a:0 / b:1 & b:0-1"), NOW).hear(all, NOW).bar("a", Map.of("a", 5L), NOW))
			.as("not in a row")
			.isTrue();
	}

	@Test
	void oneViewIsNotEverybody() {
		List<View> one = Views.listOf("a:0 / b:1");
		assertThat(removed(5).hear(one, NOW).hear(one, NOW).bar("a", Map.of("a", 5L), NOW)).isTrue();
	}

	@Test
	void oneViewIsEnoughWhenNobodySaysOtherwiseForLong() {
		List<View> one = Views.listOf("a:0 / b:1");
		Instant later = NOW.plus(Tombstones.PATIENCE);
		Tombstones once = removed(5).hear(one, NOW);
		assertThat(once.hear(one, later.minusMillis(1)).bar("a", Map.of("a", 5L), later.minusMillis(1))).isTrue();
		assertThat(once.hear(one, later).bar("a", Map.of("a", 5L), later)).isFalse();
		assertThat(once.hear(Views.listOf("b:0-1"), NOW).hear(one, later).bar("a", Map.of("a", 5L), later)).isTrue();
	}

	private static Tombstones removed(long epoch) {
		return Tombstones.NONE.update(List.of(Shards.node("a"), Shards.node("b")), List.of(Shards.node("b")),
				Map.of("a", epoch), NOW);
	}

	private static ClusterNode node(String id, String host, String ip) {
		return new ClusterNode(id, new HostAndPort(host, 6379), ip, NodeRole.PRIMARY, NodeHealth.ONLINE);
	}

}
