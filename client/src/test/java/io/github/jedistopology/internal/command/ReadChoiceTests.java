package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.Shard;
import io.github.jedistopology.internal.connection.NodeReport;

import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadChoice}: primary {@code p}, replicas {@code r} and {@code s}. In
 * tables a report is {@code offset/age in ms/round trip in ms}, with {@code down} for a
 * link that is.
 */
class ReadChoiceTests {

	/** Just before the clock overflows. */
	private static final long NOW = Long.MAX_VALUE - 10;

	private static final long MAX_LAG = 100;

	private static final String ZONE = "here";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# from          | p        | r             | s             | zones    | chosen
			PRIMARY         | 1000/0/1 | 1000/0/1      | 1000/0/1      | here:prs | p
			PREFER_REPLICA  | 1000/0/1 | 1000/0/1      | 1000/0/1      |          | r s
			ANY             | 1000/0/1 | 1000/0/1      | 1000/0/1      |          | p r s
			NEAREST         | 1000/0/5 | 1000/0/2      | 1000/0/9      |          | r
			NEAREST         | 1000/0/5 | 1000/0/2.0    | 1000/0/2.4    |          | r s
			NEAREST         | 1000/0/1 | 1000/0/2      | 1000/0/9      |          | p
			SAME_ZONE       | 1000/0/1 | 1000/0/1      | 1000/0/1      | here:s   | s
			SAME_ZONE       | 1000/0/1 | 1000/0/1      | 1000/0/1      | here:pr  | p r
			SAME_ZONE       | 1000/0/1 | 1000/0/1      | 1000/0/1      | there:r  | p r s

			# Nobody has said anything yet, or not lately.
			PREFER_REPLICA  |          |               |               |          | p
			PREFER_REPLICA  | 1000/0/1 |               | 1000/0/1      |          | s
			PREFER_REPLICA  |          | 1000/0/1      | 1000/0/1      |          | p
			PREFER_REPLICA  | 1000/0/1 | 1000/1000/1   | 1000/1001/1   |          | r
			ANY             | 1000/0/1 | 1000/1001/1   | 1000/1001/1   |          | p

			# The link is down.
			PREFER_REPLICA  | 1000/0/1 | 1000/0/1/down | 1000/0/1      |          | s
			PREFER_REPLICA  | 1000/0/1 | 1000/0/1/down | 1000/0/1/down |          | p
			NEAREST         | 1000/0/5 | 1000/0/1/down | 1000/0/9      |          | p
			SAME_ZONE       | 1000/0/1 | 1000/0/1/down | 1000/0/1      | here:r   | p s

			# They lag.
			PREFER_REPLICA  | 1000/0/1 | 900/0/1       | 899/0/1       |          | r
			PREFER_REPLICA  | 1000/0/1 | 899/0/1       | 0/0/1         |          | p
			ANY             | 1000/0/1 | 899/0/1       | 1100/0/1      |          | p s

			# A primary that is silent is not asked, and what it said last still counts.
			ANY             | 1000/1001/1 | 1000/0/1   | 899/0/1       |          | r
			NEAREST         | 1000/1001/1 | 1000/0/9   | 1000/0/9.1    |          | r s
			SAME_ZONE       | 1000/1001/1 | 1000/0/9   | 1000/0/9      | here:p   | r s
			""")
	void choosesAmongThoseThatAreFit(ReadFrom from, @Nullable String p, @Nullable String r, @Nullable String s,
			@Nullable String zones, String chosen) {
		Map<String, String> told = new HashMap<>();
		told.put("p", p);
		told.put("r", r);
		told.put("s", s);
		assertThat(chosen(settings(from, zones), shard(NodeHealth.ONLINE), (node) -> report(told.get(node.id()))))
			.isEqualTo(Set.of(chosen.split(" ")));
	}

	@Test
	void replicasThatTheClusterCallsFailedAreLeftOut() {
		assertThat(
				chosen(settings(ReadFrom.PREFER_REPLICA, null), shard(NodeHealth.FAILED), (node) -> report("1000/0/1")))
			.containsExactly("s");
	}

	@Test
	void whetherAReplicaIsLoadingItKnowsBest() {
		assertThat(chosen(settings(ReadFrom.PREFER_REPLICA, null), shard(NodeHealth.LOADING),
				(node) -> report("1000/0/1")))
			.contains("r");
	}

	@Test
	void aShardWithoutReplicasIsReadFromItsPrimary() {
		Shard shard = new Shard(node("p", NodeRole.PRIMARY, NodeHealth.ONLINE), List.of(), List.of(slots(0, 99)));
		for (ReadFrom from : ReadFrom.values()) {
			assertThat(chosen(settings(from, "here:r"), shard, (node) -> report("1000/0/1"))).containsExactly("p");
		}
	}

	private static Set<String> chosen(ReadSettings settings, Shard shard,
			Function<ClusterNode, @Nullable NodeReport> reports) {
		ReadChoice choice = new ReadChoice(settings, new Random(1));
		return IntStream.range(0, 100).mapToObj((i) -> choice.of(shard, reports, NOW).id()).collect(Collectors.toSet());
	}

	private static ReadSettings settings(ReadFrom from, @Nullable String zones) {
		String[] zone = (zones != null) ? zones.split(":") : new String[] { "", "" };
		return new ReadSettings(from, MAX_LAG, ZONE, (node) -> zone[1].contains(node.id()) ? zone[0] : null);
	}

	private static Shard shard(NodeHealth healthOfR) {
		return new Shard(node("p", NodeRole.PRIMARY, NodeHealth.ONLINE),
				List.of(node("r", NodeRole.REPLICA, healthOfR), node("s", NodeRole.REPLICA, NodeHealth.ONLINE)),
				List.of(slots(0, 99)));
	}

	private static ClusterNode node(String id, NodeRole role, NodeHealth health) {
		return new ClusterNode(id, new HostAndPort(id, 6379), null, role, health);
	}

	private static @Nullable NodeReport report(@Nullable String text) {
		if (text == null) {
			return null;
		}
		List<String> parts = Arrays.asList(text.split("/"));
		long age = Duration.ofMillis(Long.parseLong(parts.get(1))).toNanos();
		return new NodeReport(true, !parts.contains("down"), Long.parseLong(parts.get(0)),
				(long) (Double.parseDouble(parts.get(2)) * 1_000_000), NOW - age);
	}

}
