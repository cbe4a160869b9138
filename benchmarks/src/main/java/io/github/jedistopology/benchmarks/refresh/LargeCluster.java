package io.github.jedistopology.benchmarks.refresh;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import redis.clients.jedis.HostAndPort;

/**
 * A thousand nodes and what they say, as Redis 7 writes it: 500 shards with a replica
 * each, 4,096 slot ranges dealt out in turn, as after many moves. Immutable.
 *
 * @param hosts where nodes are: host names as long as those of ElastiCache, or addresses
 * of this machine
 * @param failed the node that has failed, -1 for none
 */
record LargeCluster(Hosts hosts, int failed) {

	static final int SHARDS = 500;

	/** Node n is the primary of shard n / 2 if n is even, else its replica. */
	static final int NODES = 2 * SHARDS;

	static final int PORT = 6379;

	private static final int RANGES = 4096;

	private static final int RANGE = 16384 / RANGES;

	/** What a node replies to {@code CLUSTER SHARDS}. */
	byte[] shards() {
		return bytes(array(SHARDS, (shard) -> array(bulk("slots"), slots(shard), bulk("nodes"),
				array(2, (replica) -> described(2 * shard + replica)))));
	}

	private static String slots(int shard) {
		List<Integer> starts = starts(shard);
		return array(2 * starts.size(), (i) -> ":%d\r\n".formatted(starts.get(i / 2) + ((i % 2 == 0) ? 0 : RANGE - 1)));
	}

	private String described(int node) {
		return array(bulk("id"), bulk(id(node)), bulk("port"), ":%d\r\n".formatted(PORT), bulk("ip"), bulk(ip(node)),
				bulk("endpoint"), bulk(host(node)), bulk("hostname"), bulk(name(node)), bulk("role"),
				bulk((node % 2 == 0) ? "master" : "replica"), bulk("replication-offset"), ":18446744073\r\n",
				bulk("health"), bulk((node == this.failed) ? "fail" : "online"));
	}

	/** What one of them replies to {@code CLUSTER NODES}. */
	byte[] nodes(int author) {
		return bytes(bulk(nodesText(author)));
	}

	String nodesText(int author) {
		return IntStream.range(0, NODES).mapToObj((node) -> line(node, node == author)).collect(Collectors.joining());
	}

	private String line(int node, boolean myself) {
		boolean primary = node % 2 == 0;
		String slots = primary ? starts(node / 2).stream()
			.map((start) -> " %d-%d".formatted(start, start + RANGE - 1))
			.collect(Collectors.joining()) : "";
		return "%s %s:%d@16379,%s %s%s%s %s 0 1795371489000 %d connected%s\n".formatted(id(node), ip(node), PORT,
				name(node), myself ? "myself," : "", primary ? "master" : "slave", (node == this.failed) ? ",fail" : "",
				primary ? "-" : id(node - 1), node / 2 + 1, slots);
	}

	/** Where clients connect to a node. */
	HostAndPort endpoint(int node) {
		return new HostAndPort(host(node), PORT);
	}

	String ip(int node) {
		return this.hosts.network + "." + node / 250 + "." + (1 + node % 250);
	}

	private String host(int node) {
		return (this.hosts == Hosts.NAMES) ? name(node) : ip(node);
	}

	private String name(int node) {
		return (this.hosts == Hosts.NAMES) ? "my-cluster-%04d-%03d.my-cluster.abcdef.euw1.cache.amazonaws.com"
			.formatted(node / 2 + 1, node % 2 + 1) : "";
	}

	private static List<Integer> starts(int shard) {
		List<Integer> starts = new ArrayList<>();
		for (int range = shard; range < RANGES; range += SHARDS) {
			starts.add(range * RANGE);
		}
		return starts;
	}

	private static String id(int node) {
		return "%040x".formatted(new BigInteger(160, new Random(node)));
	}

	private static String bulk(String text) {
		return "$%d\r\n%s\r\n".formatted(text.length(), text);
	}

	private static String array(int size, IntFunction<String> element) {
		return array(IntStream.range(0, size).mapToObj(element).toArray(String[]::new));
	}

	private static String array(String... elements) {
		return "*%d\r\n%s".formatted(elements.length, String.join("", elements));
	}

	private static byte[] bytes(String reply) {
		return reply.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Where its nodes are.
	 */
	enum Hosts {

		/** At names. */
		NAMES("10.77"),

		/** At addresses of this machine. */
		LOOPBACK("127.77");

		private final String network;

		Hosts(String network) {
			this.network = network;
		}

	}

}
