package io.github.jedistopology.internal.view;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.RedisInputStream;

import io.github.jedistopology.AddressMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a cluster of a thousand nodes has to say: 500 shards with a replica each, 4,096
 * slot ranges, host names as long as those of ElastiCache. The sizes are those in
 * docs/architecture.md.
 */
class LargeViewTests {

	private static final int SHARDS = 500;

	private static final int RANGES = 4096;

	private static final int RANGE = 16384 / RANGES;

	@Test
	void repliesAreOfTheSizeThatIsDocumented() {
		assertThat(shards().length()).isEqualTo(436_547);
		assertThat(nodes().length()).isEqualTo(228_952);
		assertThat(slots().length()).isEqualTo(1_366_976);
	}

	@Test
	void repliesAreRead() {
		Script script = new Script(Map.of("CLUSTER SHARDS", read(shards()), "CLUSTER NODES", read(nodes())));
		View view = new ViewQuery(true, AddressMapper.IDENTITY).ask(Source.node(new HostAndPort("a.test", 6379)),
				script);
		assertThat(view.shards()).hasSize(SHARDS);
		assertThat(view.ownership()).isEqualTo(SlotsReply
			.read(Resp.reader(read(slots())), new Addresses(new HostAndPort("a.test", 6379), AddressMapper.IDENTITY))
			.ownership());
	}

	private static String shards() {
		return array(SHARDS, (shard) -> array(bulk("slots"), array(ranges(shard).stream()
			.map((first) -> ":%d\r\n:%d\r\n".formatted(first, first + RANGE - 1))
			.collect(Collectors.joining()), ranges(shard).size() * 2), bulk("nodes"), array(
					2,
					(replica) -> array(bulk("id"), bulk(id(shard, replica)), bulk("tls-port"), ":6379\r\n", bulk("ip"),
							bulk(ip(shard, replica)), bulk("endpoint"), bulk(host(shard, replica)), bulk("hostname"),
							bulk(host(shard, replica)), bulk("role"), bulk((replica == 0) ? "master" : "replica"),
							bulk("replication-offset"), ":18446744073\r\n", bulk("health"), bulk("online")))));
	}

	private static String nodes() {
		return bulk(IntStream.range(0, 2 * SHARDS)
			.mapToObj((node) -> line(node / 2, node % 2))
			.collect(Collectors.joining()));
	}

	private static String line(int shard, int replica) {
		return "%s %s:6379@16379,%s %s %s 0 1795371489000 %d connected%s\n".formatted(id(shard, replica),
				ip(shard, replica), host(shard, replica), (replica == 0) ? "master" : "slave",
				(replica == 0) ? "-" : id(shard, 0), shard + 1,
				(replica == 0) ? ranges(shard).stream()
					.map((first) -> " %d-%d".formatted(first, first + RANGE - 1))
					.collect(Collectors.joining()) : "");
	}

	private static String slots() {
		return array(RANGES, (range) -> ":%d\r\n:%d\r\n".formatted(range * RANGE, range * RANGE + RANGE - 1)
			.transform((bounds) -> array(bounds + node(range % SHARDS, 0) + node(range % SHARDS, 1), 4)));
	}

	private static String node(int shard, int replica) {
		return array(bulk(host(shard, replica)), ":6379\r\n", bulk(id(shard, replica)),
				array(bulk("ip"), bulk(ip(shard, replica))));
	}

	/** Each shard has its slots all over the place, as after many moves. */
	private static List<Integer> ranges(int shard) {
		List<Integer> ranges = new ArrayList<>();
		for (int range = shard; range < RANGES; range += SHARDS) {
			ranges.add(range * RANGE);
		}
		return ranges;
	}

	private static String id(int shard, int replica) {
		return "%040x".formatted(0xfedc_ba98_7654_3210L + shard * 2L + replica);
	}

	private static String ip(int shard, int replica) {
		return "10.0.%d.%d".formatted(100 + shard / 250 + replica * 2, shard % 250);
	}

	private static String host(int shard, int replica) {
		return "my-cluster-%04d-%03d.my-cluster.abcdef.euw1.cache.amazonaws.com".formatted(shard + 1, replica + 1);
	}

	private static String bulk(String text) {
		return "$%d\r\n%s\r\n".formatted(text.length(), text);
	}

	private static String array(int size, IntFunction<String> element) {
		return array(IntStream.range(0, size).mapToObj(element).collect(Collectors.joining()), size);
	}

	private static String array(String... elements) {
		return array(String.join("", elements), elements.length);
	}

	private static String array(String elements, int size) {
		return "*%d\r\n%s".formatted(size, elements);
	}

	private static Object read(String reply) {
		return Protocol.read(new RedisInputStream(new ByteArrayInputStream(reply.getBytes(StandardCharsets.US_ASCII))));
	}

}
