package io.github.jedistopology.internal.view;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link ShardsReply}.
 */
class ShardsReplyTests {

	private static final Addresses ADDRESSES = new Addresses(new HostAndPort("10.0.0.9", 7000), AddressMapper.IDENTITY);

	@Test
	void nodeIsKnownByIpAndRole() {
		View view = parse(RecordedReply.shards("7.0/hostnames"));
		assertThat(view.shards().stream().flatMap(Shard::nodes)).extracting(ClusterNode::ip, ClusterNode::role)
			.contains(tuple("127.77.0.1", NodeRole.PRIMARY), tuple("127.77.0.4", NodeRole.REPLICA));
	}

	@Test
	void resetNodeHasNoView() {
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> parse(RecordedReply.shards("7.0/reset-node-itself")))
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
			[['slots', [5, 4], 'nodes', []]]             | slot range that is none: 5-4
			[['slots', [0, 16384], 'nodes', []]]         | slot range that is none: 0-16384
			[['slots', [-1, 4], 'nodes', []]]            | slot range that is none: -1-4
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
			[0, 9], 'aaaa' | [9, 10], 'bbbb'  | Slot 9: claimed by aaaa and by bbbb
			[0, 9], 'aaaa' | [10, 20], 'aaaa' | lists node aaaa twice
			""")
	void contradictionsAreRefused(String first, String second, String reason) {
		String shard = "['slots', %s, 'port', 1, 'endpoint', 'a', 'role', 'master']]]";
		String both = (shard.formatted(first) + "," + shard.formatted(second)).replace("], '", "], 'nodes', [['id', '");
		assertRefused("[" + both + "]", reason);
	}

	private static View parse(String json) {
		return parse(RecordedReply.json(json));
	}

	private static View parse(Object reply) {
		return ShardsReply.read(Resp.reader(reply), false).view(ADDRESSES);
	}

	private static void assertRefused(String json, String reason) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> parse(json)).withMessageContaining(reason);
	}

}
