package io.github.jedistopology.internal.view;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SlotsReply}.
 */
class SlotsReplyTests {

	private static final Addresses ADDRESSES = new Addresses(new HostAndPort("10.0.0.9", 7000), AddressMapper.IDENTITY);

	@Test
	void resetNodeHasNoView() {
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> SlotsReply.read(Resp.reader(RecordedReply.slots("7.0/reset-node-itself")), ADDRESSES))
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
			[[1, 0, ['a', 1, 'aaaa']]]                                  | slot range that is none: 1-0
			[[0, 16384, ['a', 1, 'aaaa']]]                              | slot range that is none: 0-16384
			[['0', 1, ['a', 1, 'aaaa']]]                                | '0' where an integer was expected
			[[0, 1, ['a', 1, 'aaaa']], [1, 2, ['a', 1, 'aaaa']]]        | lists slots 1-2 twice
			[[0, 1, ['a', 1, 'aaaa']], [1, 2, ['b', 1, 'bbbb']]]        | Slot 1: claimed by aaaa and by bbbb
			[[0, 1, ['a', 1, 'aaaa'], ['a', 1, 'aaaa']]]                | lists node aaaa twice
			[[0, 1, ['a', 1, 'aaaa']], [2, 3, ['b', 1, 'bbbb'], ['a', 1, 'aaaa']]] | lists node aaaa twice
			""")
	void repliesThatMakeNoSenseAreRefused(String reply, String reason) {
		assertRefused(reply, reason);
	}

	private static View parse(String json) {
		return SlotsReply.read(Resp.reader(RecordedReply.json(json)), ADDRESSES);
	}

	private static void assertRefused(String json, String reason) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> parse(json)).withMessageContaining(reason);
	}

}
