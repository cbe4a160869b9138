package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NodesReply} and for what {@link NodesAndShards} makes of it.
 */
class NodesReplyTests {

	private static final Addresses ADDRESSES = new Addresses(new HostAndPort("10.0.0.9", 7000), AddressMapper.IDENTITY);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			10.0.0.1:6379@16379                               | false | 10.0.0.1:6379            | 10.0.0.1
			10.0.0.1:6379@16379,                              | true  | 10.0.0.1:6379            | 10.0.0.1
			10.0.0.1:6379@16379,a.test                        | false | 10.0.0.1:6379            | 10.0.0.1
			10.0.0.1:6379@16379,a.test                        | true  | a.test:6379              | 10.0.0.1
			10.0.0.1:6379@16379,a.test,shard-id=69bc,az=b     | true  | a.test:6379              | 10.0.0.1
			10.0.0.1:6379@16379,,tls-port=0,shard-id=69bc     | true  | 10.0.0.1:6379            | 10.0.0.1
			a.cache.amazonaws.com:6379@1122                   | true  | a.cache.amazonaws.com:6379 |
			2001:db8:0:0:0:0:0:1:6379@16379                   | false | 2001:db8::1:6379         | 2001:db8::1
			::1:6379@16379                                    | false | ::1:6379                 | ::1
			:6379@16379                                       | false | 10.0.0.9:6379            |
			10.0.0.1:6379                                     | false | 10.0.0.1:6379            | 10.0.0.1
			""")
	void everyFormOfAnAddressIsRead(String address, boolean tls, String endpoint, String ip) {
		ClusterNode node = view("aaaa %s master - 0 0 1 connected 0-9".formatted(address), tls).shards()
			.get(0)
			.primary();
		assertThat(node.endpoint()).hasToString(endpoint);
		assertThat(node.ip()).isEqualTo(ip);
	}

	@Test
	void nodesThatAreNowhereAreSkipped() {
		View view = view("""
				aaaa 10.0.0.1:1@2 myself,master - 0 0 3 connected 7 0-5 [8->-bbbb] [9-<-bbbb]
				bbbb :0@0 master,noaddr - 1 1 2 disconnected 10-19
				cccc 10.0.0.3:1@2 handshake - 1 1 0 connected
				dddd 10.0.0.4:1@2 noflags - 1 1 0 connected
				eeee 10.0.0.5:1@2 slave bbbb 0 0 2 connected
				ffff 10.0.0.6:1@2 slave zzzz 0 0 2 connected
				""");
		assertThat(RecordedReply.lines(view)).containsExactly("0-5,7 aaaa@10.0.0.1:1");
		assertThat(view.epochs()).isEqualTo(Map.of("aaaa", 3L));
		assertThat(view.author()).isEqualTo("aaaa");
	}

	@Test
	void oneNodesOpinionIsNoFailure() {
		assertThat(RecordedReply.lines(view("""
				aaaa 10.0.0.1:1@2 master,fail? - 0 0 3 connected 0-9
				bbbb 10.0.0.2:1@2 slave,fail aaaa 0 0 3 disconnected
				cccc 10.0.0.3:1@2 master,fail - 0 0 9 disconnected 10-19
				"""))).containsExactly("0-9 aaaa@10.0.0.1:1 < bbbb@10.0.0.2:1 FAILED", "10-19 cccc@10.0.0.3:1 FAILED");
	}

	@Test
	void replicaOfAReplicaBelongsToItsPrimary() {
		assertThat(RecordedReply.lines(view("""
				aaaa 10.0.0.1:1@2 master - 0 0 3 connected 0-9
				bbbb 10.0.0.2:1@2 slave aaaa 0 0 3 connected
				cccc 10.0.0.3:1@2 slave bbbb 0 0 3 connected
				dddd 10.0.0.4:1@2 slave dddd 0 0 3 connected
				"""))).containsExactly("0-9 aaaa@10.0.0.1:1 < bbbb@10.0.0.2:1, cccc@10.0.0.3:1");
	}

	/** During a resize in ElastiCache (lettuce#3910). */
	@Test
	void twoNodesMayHaveOneAddress() {
		View view = view("""
				aaaa 10.0.0.1:1@2 master - 0 0 3 connected 0-9
				bbbb 10.0.0.1:1@2 master - 0 0 4 connected 10-19
				""");
		assertThat(RecordedReply.lines(view)).containsExactly("0-9 aaaa@10.0.0.1:1", "10-19 bbbb@10.0.0.1:1");
	}

	/** As in redisson#5589. */
	@Test
	void serverlessClusterIsOneShardWithoutEpochs() {
		View view = view("""
				ae61b6b371d85c5b92b87acf971c6b6b00000000 x.serverless.euw1.cache.amazonaws.com:6379@16379 \
				myself,master - 0 1706687293260 0 connected 0-16383
				538523716f8655d69224cb72e016cbfc00000000 x.serverless.euw1.cache.amazonaws.com:6380@16379 \
				slave ae61b6b371d85c5b92b87acf971c6b6b00000000 0 1706687293260 0 connected
				""", true);
		assertThat(RecordedReply.lines(view)).containsExactly("0-16383 ae61@x.serverless.euw1.cache.amazonaws.com:6379"
				+ " < 5385@x.serverless.euw1.cache.amazonaws.com:6380");
		assertThat(view.epochs()).isEqualTo(Map.of("ae61b6b371d85c5b92b87acf971c6b6b00000000", 0L));
	}

	/** CLUSTER SHARDS has lost the slots of failed primaries in some versions. */
	@Test
	void nodesKnowTheSlotsOfAFailedPrimaryAndShardsWhereItIs() {
		View view = view("""
				aaaa 10.0.0.1:1@2 master,fail - 0 0 3 disconnected 0-9
				bbbb 10.0.0.2:1@2 slave aaaa 0 0 3 connected
				cccc 10.0.0.3:1@2 master - 0 0 4 connected 10-19
				""", """
				[['slots', [], 'nodes', [
				  ['id', 'aaaa', 'port', 1, 'ip', '10.0.0.1', 'endpoint', 'a.test', 'role', 'master', 'health', 'fail'],
				  ['id', 'bbbb', 'port', 1, 'endpoint', '', 'role', 'master', 'health', 'loading'],
				  ['id', 'cccc', 'port', 1, 'endpoint', '?', 'role', 'replica', 'health', 'fail']]]]
				""");
		assertThat(RecordedReply.lines(view)).containsExactly("0-9 aaaa@a.test:1 FAILED < bbbb@10.0.0.9:1 LOADING",
				"10-19 cccc@10.0.0.3:1");
		assertThat(view.shards().stream().flatMap(Shard::nodes)).extracting(ClusterNode::ip)
			.containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.3");
	}

	/** As its slots are in CLUSTER SHARDS. */
	@Test
	void addressIsNotLookedAtWhereShardsHaveOne() {
		assertThat(RecordedReply.lines(view("aaaa nowhere master - 0 0 3 connected 0-9", """
				[['slots', [-1], 'nodes', [
				  ['id', 'aaaa', 'port', 1, 'ip', '10.0.0.1', 'endpoint', 'a.test', 'role', 'master']]]]
				"""))).containsExactly("0-9 aaaa@a.test:1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			""                                                       | no slots
			OK                                                       | 'OK' where a node was expected
			aaaa 10.0.0.1:1@2 master - 0 0 1                         | where a node was expected
			aaaa 10.0.0.1 master - 0 0 1 connected 0-9               | '10.0.0.1' where an address was expected
			aaaa 10.0.0.1:x@2 master - 0 0 1 connected 0-9           | 'x' where a number was expected
			aaaa 10.0.0.1:65536@2 master - 0 0 1 connected 0-9       | a node with port 65536
			aaaa 10.0.0.1:99999999999@2 master - 0 0 1 connected 0-9 | a node with port 2147483647
			aaaa 10.0.0.1:0@0 master - 0 0 1 connected 0-9           | no slots at a node that has an address
			a:1 10.0.0.1:1@2 master - 0 0 1 connected 0-9            | 'a:1' where a node ID was expected
			" 10.0.0.1:1@2 master - 0 0 1 connected 0-9"             | '' where a node ID was expected
			aaaa 10.0.0.1:1@2 master - 0 0 -1 connected 0-9          | '-1' where a number was expected
			aaaa 10.0.0.1:1@2 master - 0 0 9223372036854775808 up 0  | '9223372036854775808' where a number
			aaaa 10.0.0.1:1@2 master - 0 0 1 connected               | no slots
			aaaa 10.0.0.1:1@2 master - 0 0 1 connected 9-0           | slot range that is none: 9-0
			aaaa 10.0.0.1:1@2 master - 0 0 1 connected 0-16384       | slot range that is none: 0-16384
			aaaa 10.0.0.1:1@2 master - 0 0 1 connected 4294967296    | slot range that is none: 4294967296-
			aaaa 10.0.0.1:1@2 master - 0 0 1 connected 0-            | '' where a number was expected
			aaaa 10.0.0.1:1@2 master - 0 0 1 connected -5            | '' where a number was expected
			aaaa 10.0.0.1:1@2 master - 0 0 1 connected 0-9 5         | lists slots 5-5 twice
			aaaa 10.0.0.1:1@2 master - 0 0 1 up 0\\naaaa 10.0.0.2:1@2 master - 0 0 1 up 1 | lists node aaaa twice
			aaaa 10.0.0.1:1@2 master - 0 0 1 up 0\\nbbbb 10.0.0.2:1@2 master - 0 0 1 up 0 | Slot 0: claimed by
			aaaa a:1@2 myself,master - 0 0 1 up 0\\nbbbb b:1@2 myself,master - 0 0 1 up 1 | two authors, aaaa and bbbb
			""")
	void repliesThatMakeNoSenseAreRefused(String reply, String reason) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> view(reply.replace("\\n", "\n")))
			.withMessageContaining(reason);
	}

	private static View view(String nodes) {
		return view(nodes, false);
	}

	private static View view(String nodes, boolean tls) {
		return NodesAndShards.view(NodesReply.parse(nodes.getBytes(StandardCharsets.UTF_8), tls, new Vocabulary()),
				null, ADDRESSES);
	}

	private static View view(String nodes, String shards) {
		return NodesAndShards.view(NodesReply.parse(nodes.getBytes(StandardCharsets.UTF_8), false, new Vocabulary()),
				ShardsReply.read(Resp.reader(RecordedReply.json(shards)), false), ADDRESSES);
	}

}
