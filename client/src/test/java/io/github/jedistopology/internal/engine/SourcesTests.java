package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.Shards;
import io.github.jedistopology.Topology;
import io.github.jedistopology.Views;
import io.github.jedistopology.internal.view.Source;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sources}.
 */
class SourcesTests {

	private static final HostAndPort CFG = new HostAndPort("cfg.test", 6379);

	private final Sources sources = new Sources(new Random(1));

	@Test
	void oneOfEachShardComesFirst() {
		Topology topology = Shards.topology(1, "a<a1,a2:0 / b<b1:1 / c:2");
		for (int i = 0; i < 50; i++) {
			List<String> names = names(this.sources.known(topology, Set.of()));
			assertThat(names).containsExactlyInAnyOrder("a", "a1", "a2", "b", "b1", "c");
			assertThat(names.subList(0, 3)).extracting((name) -> name.charAt(0)).doesNotHaveDuplicates();
		}
	}

	@Test
	void everybodyIsFirstAtTimes() {
		Topology topology = Shards.topology(1, "a<a1:0 / b<b1:1");
		Set<String> first = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			first.add(names(this.sources.known(topology, Set.of())).get(0));
		}
		assertThat(first).containsExactlyInAnyOrder("a", "a1", "b", "b1");
	}

	@Test
	void failedNodesAreLast() {
		Topology topology = Shards.topology(1, "a!<a1,a2:0 / b<b1!:1");
		for (int i = 0; i < 50; i++) {
			assertThat(names(this.sources.known(topology, Set.of())).subList(3, 5)).containsExactlyInAnyOrder("a",
					"b1");
		}
	}

	@Test
	void suspectsAreLast() {
		Topology topology = Shards.topology(1, "a<a1,a2:0 / b<b1:1");
		Set<HostAndPort> suspects = Set.of(Shards.endpoint("a"), Shards.endpoint("b1"));
		for (int i = 0; i < 50; i++) {
			assertThat(names(this.sources.known(topology, suspects)).subList(3, 5)).containsExactlyInAnyOrder("a",
					"b1");
		}
	}

	@Test
	void disputedAreTheOwnersAboutWhomViewsDisagree() {
		assertThat(this.sources.disputed(Views.listOf("a:0-9 / b:10-19 / c:20 & a:0-9 / b:10-18 / d:19 / c:20")))
			.containsExactlyInAnyOrder(Shards.node("b"), Shards.node("d"));
		assertThat(this.sources.disputed(Views.listOf("a:0-9 / b:10-19 & b:10-19 / a:0-9 / c:"))).isEmpty();
	}

	@Test
	void nodesOfShardsWithoutSlotsAreNotAsked() {
		assertThat(names(this.sources.known(Shards.topology(1, "a:0 / b<b1:"), Set.of()))).containsExactly("a");
	}

	@Test
	void behindAnEndpointAreStrangersAndKnownNodes() throws Exception {
		Topology topology = Shards.topology(1, "a<a1:0 / b:");
		List<InetAddress> addresses = List.of(address("a"), address("a1"), address("b"), address("gone"), address("x"));
		Sources.Behind behind = this.sources.behind(CFG, addresses, topology,
				(address) -> address.getHost().equals(Shards.ip("gone")));
		assertThat(behind.sources()).containsExactlyInAnyOrder(Source.node(Shards.endpoint("a")),
				Source.node(Shards.endpoint("a1")), new Source(CFG, address("x")));
		assertThat(behind.lastResort()).extracting(Source::address).containsExactlyInAnyOrderElementsOf(addresses);
	}

	private static List<String> names(List<Source> sources) {
		return sources.stream().map((source) -> source.endpoint().getHost().replace(".test", "")).toList();
	}

	private static InetAddress address(String node) throws Exception {
		return InetAddress.getByName(Shards.ip(node));
	}

}
