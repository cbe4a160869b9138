package io.github.jedistopology.internal.view;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SlotsReply}.
 */
class SlotsReplyTests {

	private static final HostAndPort SOURCE = new HostAndPort("10.0.0.9", 7000);

	@ParameterizedTest(name = "{0}")
	@MethodSource("recorded")
	void recordedReplyIsRead(String name, List<String> expected) {
		View view = SlotsReply.parse(SOURCE, RecordedReply.of(name + ".slots"));
		assertThat(RecordedReply.lines(view)).containsExactlyElementsOf(expected);
	}

	static Stream<Arguments> recorded() {
		return Stream.of(
		// @formatter:off
			Arguments.of("settled", List.of(
				"0-5460 0c5f@127.222.0.1:15166",
				"10922-16383 0bef@127.222.0.3:15166",
				"5461-10921 6c4b@127.222.0.2:15166")),
			Arguments.of("migrated-seen-by-target", List.of(
				"0,5461-10921 6c4b@127.222.0.2:15166",
				"1-5460 0c5f@127.222.0.1:15166",
				"10922-16383 0bef@127.222.0.3:15166")),
			Arguments.of("hostname-missing", List.of(
				"0-5460 bc04@node-1.lab-5ce147e9.redis.test:11690",
				"10922-16383 d1d1@node-3.lab-5ce147e9.redis.test:11690",
				"5461-10921 52c7@127.157.0.2:11690")),
			Arguments.of("unknown-endpoint", List.of(
				"0-5460 c1a3@10.0.0.9:31001",
				"10922-16383 a0a6@10.0.0.9:31005",
				"5461-10921 1f65@10.0.0.9:31003")),
			// Port 0: the primary was reset and not forgotten yet.
			Arguments.of("primary-reset", List.of(
				"0-5460 2e6e@127.120.0.1:22624",
				"10922-16383 ad07@127.120.0.3:22624")));
		// @formatter:on
	}

	@ParameterizedTest
	@ValueSource(strings = { "settled", "migrated-seen-by-target", "migrated-not-yet-seen-by-source", "primary-failed",
			"primary-failed-for-good", "replica-promoted", "hostnames", "hostname-missing", "unknown-endpoint",
			"replica-reset", "primary-reset" })
	void bothCommandsTellTheSameOwners(String name) {
		assertThat(SlotsReply.parse(SOURCE, RecordedReply.of(name + ".slots")).ownership())
			.isEqualTo(ShardsReply.parse(SOURCE, RecordedReply.of(name + ".shards"), false).ownership());
	}

	@Test
	void resetNodeHasNoView() {
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> SlotsReply.parse(SOURCE, RecordedReply.of("reset-node-itself.slots")))
			.withMessageContaining("no slots");
	}

	@Test
	void replicasAreReadWithoutFurtherAddresses() {
		View view = parse("[[0, 16383, ['10.0.0.1', 1, 'aaaa'], ['host', 2, 'bbbb'], ['', 3, 'cccc']]]");
		assertThat(RecordedReply.lines(view)).containsExactly("0-16383 aaaa@10.0.0.1:1 < bbbb@host:2, cccc@10.0.0.9:3");
		assertThat(view.shards().get(0).nodes()).extracting(ClusterNode::ip).containsExactly("10.0.0.1", null, null);
	}

	@Test
	void ipv6AddressIsAnIp() {
		View view = parse("[[0, 16383, ['2001:db8::1', 1, 'aaaa']]]");
		assertThat(view.shards().get(0).primary().ip()).isEqualTo("2001:db8::1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			'OK'                                                        | 'OK' where an array was expected
			[7]                                                         | 7 where an array was expected
			[[0, 1]]                                                    | a slot range without a node
			[[0, 1, 7]]                                                 | 7 where an array was expected
			[[0, 1, ['a', 1]]]                                          | a node without an ID
			[[0, 1, ['a', 1, null]]]                                    | null where a string with at least one
			[[0, 1, ['a', 70000, 'aaaa']]]                              | a node with port 70000
			[[0, 1, [7, 1, 'aaaa']]]                                    | 7 where a string was expected
			[[0, 1, ['a', 1, 'aaaa', ['ip']]]]                          | as many keys as values
			[[1, 0, ['a', 1, 'aaaa']]]                                  | slot range that is none: Slot range 1-0
			[[0, 16384, ['a', 1, 'aaaa']]]                              | slot range that is none: Slot range 0-16384
			[['0', 1, ['a', 1, 'aaaa']]]                                | '0' where an integer was expected
			[[0, 1, ['a', 1, 'aaaa']], [1, 2, ['a', 1, 'aaaa']]]        | lists slots 1-2 twice
			[[0, 1, ['a', 1, 'aaaa']], [1, 2, ['b', 1, 'bbbb']]]        | gives 1 slots to more than one shard
			[[0, 1, ['a', 1, 'aaaa'], ['a', 1, 'aaaa']]]                | lists node aaaa twice
			[[0, 1, ['a', 1, 'aaaa']], [2, 3, ['b', 1, 'bbbb'], ['a', 1, 'aaaa']]] | lists node aaaa twice
			""")
	void repliesThatMakeNoSenseAreRefused(String reply, String reason) {
		assertRefused(reply, reason);
	}

	private static View parse(String json) {
		return SlotsReply.parse(SOURCE, RecordedReply.json(json));
	}

	private static void assertRefused(String json, String reason) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> parse(json)).withMessageContaining(reason);
	}

}
