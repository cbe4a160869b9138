package io.github.jedistopology.internal.view;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeRole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link ShardsReply}.
 */
class ShardsReplyTests {

	private static final HostAndPort SOURCE = new HostAndPort("10.0.0.9", 7000);

	@ParameterizedTest(name = "{0}")
	@MethodSource("recorded")
	void recordedReplyIsRead(String name, List<String> expected) {
		View view = ShardsReply.parse(SOURCE, RecordedReply.of(name + ".shards"), name.equals("tls"));
		assertThat(RecordedReply.lines(view)).containsExactlyElementsOf(expected);
	}

	static Stream<Arguments> recorded() {
		return Stream.of(
		// @formatter:off
			Arguments.of("settled", List.of(
				"0-5460 0c5f@127.222.0.1:15166 < 1c8e@127.222.0.4:15166 LOADING",
				"10922-16383 0bef@127.222.0.3:15166 < f86b@127.222.0.6:15166 LOADING",
				"5461-10921 6c4b@127.222.0.2:15166 < 7241@127.222.0.5:15166 LOADING")),
			Arguments.of("migrating-seen-by-source", List.of(
				"0-5460 0c5f@127.222.0.1:15166 < 1c8e@127.222.0.4:15166 LOADING",
				"10922-16383 0bef@127.222.0.3:15166 < f86b@127.222.0.6:15166 LOADING",
				"5461-10921 6c4b@127.222.0.2:15166 < 7241@127.222.0.5:15166 LOADING")),
			Arguments.of("migrated-seen-by-target", List.of(
				"0,5461-10921 6c4b@127.222.0.2:15166 < 7241@127.222.0.5:15166 LOADING",
				"1-5460 0c5f@127.222.0.1:15166 < 1c8e@127.222.0.4:15166 LOADING",
				"10922-16383 0bef@127.222.0.3:15166 < f86b@127.222.0.6:15166 LOADING")),
			Arguments.of("primary-failed", List.of(
				"0,5461-10921 6c4b@127.222.0.2:15166 FAILED < 7241@127.222.0.5:15166 LOADING",
				"1-5460 0c5f@127.222.0.1:15166 < 1c8e@127.222.0.4:15166 LOADING, c5c1@127.222.0.7:15166 LOADING",
				"10922-16383 0bef@127.222.0.3:15166 < f86b@127.222.0.6:15166 LOADING")),
			Arguments.of("replica-promoted", List.of(
				"0,5461-10921 7241@127.222.0.5:15166",
				"1-5460 0c5f@127.222.0.1:15166 < 1c8e@127.222.0.4:15166 LOADING, c5c1@127.222.0.7:15166 LOADING",
				"10922-16383 0bef@127.222.0.3:15166 < f86b@127.222.0.6:15166 LOADING",
				"none 6c4b@127.222.0.2:15166 FAILED")),
			Arguments.of("hostname-missing", List.of(
				"0-5460 bc04@node-1.lab-5ce147e9.redis.test:11690 < c694@node-4.lab-5ce147e9.redis.test:11690 LOADING",
				"10922-16383 d1d1@node-3.lab-5ce147e9.redis.test:11690 < 7426@node-6.lab-5ce147e9.redis.test:11690 LOADING",
				"5461-10921 52c7@127.157.0.2:11690 < 3ff6@node-5.lab-5ce147e9.redis.test:11690 LOADING")),
			Arguments.of("unknown-endpoint", List.of(
				"0-5460 c1a3@10.0.0.9:31001",
				"10922-16383 a0a6@10.0.0.9:31005",
				"5461-10921 1f65@10.0.0.9:31003")),
			Arguments.of("tls", List.of(
				"0-5460 69cf@node-1.lab-b5240356.redis.test:23304",
				"10922-16383 2169@node-3.lab-b5240356.redis.test:23304",
				"5461-10921 de3e@node-2.lab-b5240356.redis.test:23304")),
			// A node that was reset is listed without an address until it is forgotten.
			Arguments.of("replica-reset", List.of(
				"0-5460 2e6e@127.120.0.1:22624 < 6299@127.120.0.4:22624 LOADING",
				"10922-16383 ad07@127.120.0.3:22624",
				"5461-10921 3090@127.120.0.2:22624 < bf4f@127.120.0.5:22624 LOADING")),
			Arguments.of("primary-reset", List.of(
				"0-5460 2e6e@127.120.0.1:22624 < 6299@127.120.0.4:22624 LOADING",
				"10922-16383 ad07@127.120.0.3:22624")));
		// @formatter:on
	}

	@Test
	void nodeIsKnownByIpAndRole() {
		View view = ShardsReply.parse(SOURCE, RecordedReply.of("hostnames.shards"), false);
		assertThat(view.shards().get(0).nodes()).extracting(ClusterNode::ip, ClusterNode::role)
			.containsExactly(tuple("127.157.0.1", NodeRole.PRIMARY), tuple("127.157.0.4", NodeRole.REPLICA));
	}

	@Test
	void resetNodeHasNoView() {
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> ShardsReply.parse(SOURCE, RecordedReply.of("reset-node-itself.shards"), false))
			.withMessageContaining("no slots");
	}

	@Test
	void ofTwoPrimariesTheOnlineOneCounts() {
		View view = parse("[[ 'slots', [0, 16383], 'nodes', ["
				+ "['id', 'aaaa', 'port', 1, 'endpoint', 'a', 'role', 'master', 'health', 'fail'],"
				+ "['id', 'bbbb', 'port', 1, 'endpoint', 'b', 'role', 'master', 'health', 'online']]]]");
		assertThat(RecordedReply.lines(view)).containsExactly("0-16383 bbbb@b:1");
	}

	@Test
	void slotsOfAShardWithoutPrimaryBelongToNobody() {
		View view = parse("[[ 'slots', [0, 100], 'nodes', ["
				+ "['id', 'aaaa', 'port', 1, 'endpoint', 'a', 'role', 'replica', 'health', 'online']]],"
				+ "['slots', [101, 200], 'nodes', ["
				+ "['id', 'bbbb', 'port', 1, 'endpoint', 'b', 'role', 'master', 'health', 'online']]]]");
		assertThat(RecordedReply.lines(view)).containsExactly("101-200 bbbb@b:1");
	}

	@Test
	void unknownFieldsAreSkippedAndRangesOrdered() {
		View view = parse("[['weather', ['fine'], 'slots', [200, 300, 0, 100], 'nodes', ["
				+ "['id', 'aaaa', 'az', null, 'port', 1, 'endpoint', 'a', 'role', 'master']]]]");
		assertThat(RecordedReply.lines(view)).containsExactly("0-100,200-300 aaaa@a:1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			'OK'                                         | 'OK' where an array was expected
			7                                            | 7 where an array was expected
			[]                                           | no slots
			[7]                                          | 7 where an array was expected
			[['slots']]                                  | as many keys as values
			[['slots', [0, 1]]]                          | null where an array was expected
			[['nodes', []]]                              | null where an array was expected
			[['slots', [0, 1], 'nodes', []]]             | no slots
			[['slots', [0], 'nodes', []]]                | slot range that is none
			[['slots', [5, 4], 'nodes', []]]             | slot range that is none: Slot range 5-4
			[['slots', [0, 16384], 'nodes', []]]         | slot range that is none: Slot range 0-16384
			[['slots', [-1, 4], 'nodes', []]]            | slot range that is none: Slot range -1-4
			[['slots', ['0', '4'], 'nodes', []]]         | '0' where an integer was expected
			[['slots', [0, 4294967296], 'nodes', []]]    | 4294967296 where an integer was expected
			""")
	void repliesThatMakeNoSenseAreRefused(String reply, String reason) {
		assertRefused(reply, reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			'port', 6379, 'endpoint', 'a', 'role', 'master'               | null where a string with at least one
			'id', '', 'port', 6379, 'endpoint', 'a', 'role', 'master'     | where a string with at least one
			'id', 'aaaa', 'port', 6379, 'endpoint', 'a'                   | null where a string with at least one
			'id', 'aaaa', 'port', 65536, 'endpoint', 'a', 'role', 'master' | a node with port 65536
			'id', 'aaaa', 'port', -1, 'endpoint', 'a', 'role', 'master'   | a node with port -1
			'id', 'aaaa', 'port', 'x', 'endpoint', 'a', 'role', 'master'  | 'x' where an integer was expected
			'id', 'aaaa', 'port', 6379, 'endpoint', 7, 'role', 'master'   | 7 where a string was expected
			'id', 'aaaa', 'endpoint', 'a', 'role', 'master'               | no slots at a node that has an address
			'id', 'aaaa', 'tls-port', 1, 'endpoint', 'a', 'role', 'master' | no slots at a node that has an address
			'id', 'aaaa', 'port', 1, 'endpoint', '?', 'role', 'master'    | no slots at a node that has an address
			""")
	void nodesThatMakeNoSenseAreRefused(String node, String reason) {
		assertRefused("[['slots', [0, 16383], 'nodes', [[%s]]]]".formatted(node), reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			[0, 9], 'aaaa' | [9, 10], 'bbbb'  | gives 1 slots to more than one shard
			[0, 9], 'aaaa' | [10, 20], 'aaaa' | lists node aaaa twice
			""")
	void contradictionsAreRefused(String first, String second, String reason) {
		String shard = "['slots', %s, 'port', 1, 'endpoint', 'a', 'role', 'master']]]";
		String both = (shard.formatted(first) + "," + shard.formatted(second)).replace("], '", "], 'nodes', [['id', '");
		assertRefused("[" + both + "]", reason);
	}

	private static View parse(String json) {
		return ShardsReply.parse(SOURCE, RecordedReply.json(json), false);
	}

	private static void assertRefused(String json, String reason) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> parse(json)).withMessageContaining(reason);
	}

}
