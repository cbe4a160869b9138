package io.github.jedistopology;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import redis.clients.jedis.HostAndPort;

/**
 * Shards written on a line: {@code a<a1,a2:0-99,200 / b!:100-199 / c:}. Node {@code a} is
 * at {@code a.test:6379}, and {@code !} says that it has failed. A name with a colon
 * would be taken for a node that only a redirection has named: {@code @a} is such a one.
 */
public final class Shards {

	private Shards() {
	}

	public static Topology topology(long version, String text) {
		return Topology.of(version, Instant.EPOCH, of(text));
	}

	public static List<Shard> of(String text) {
		return Arrays.stream(text.split("/")).map(String::strip).filter((shard) -> !shard.isEmpty()).map((shard) -> {
			String nodes = shard.substring(0, shard.indexOf(':'));
			String slots = shard.substring(shard.indexOf(':') + 1).strip();
			String[] names = nodes.split("[<,]");
			return new Shard(node(names[0], NodeRole.PRIMARY),
					Arrays.stream(names).skip(1).map((name) -> node(name, NodeRole.REPLICA)).toList(),
					slots.isEmpty() ? List.of() : Arrays.stream(slots.split(",")).map(Shards::range).toList());
		}).toList();
	}

	private static SlotRange range(String text) {
		String[] bounds = text.split("-");
		return new SlotRange(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]));
	}

	public static ClusterNode node(String name) {
		return node(name, NodeRole.PRIMARY);
	}

	private static ClusterNode node(String text, NodeRole role) {
		if (text.startsWith("@")) {
			return ClusterNode.unidentified(endpoint(text.substring(1)));
		}
		String name = text.replace("!", "");
		return new ClusterNode(name, endpoint(name), ip(name), role,
				text.endsWith("!") ? NodeHealth.FAILED : NodeHealth.ONLINE);
	}

	public static HostAndPort endpoint(String name) {
		return new HostAndPort(name + ".test", 6379);
	}

	/** The IP address of a node, another one for each short name. */
	public static String ip(String name) {
		int number = name.hashCode();
		return "10.%d.%d.%d".formatted(number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff);
	}

	/** The text that stands for shards. */
	public static String text(List<Shard> shards) {
		return Topology.of(0, Instant.EPOCH, shards)
			.shards()
			.stream()
			.map(Shards::text)
			.collect(Collectors.joining(" / "));
	}

	private static String text(Shard shard) {
		String replicas = shard.replicas().stream().map(Shards::text).collect(Collectors.joining(","));
		String slots = shard.slots().stream().map(SlotRange::toString).collect(Collectors.joining(","));
		return text(shard.primary()) + (replicas.isEmpty() ? "" : "<" + replicas) + ":" + slots;
	}

	private static String text(ClusterNode node) {
		String name = node.identified() ? node.id() : "@" + node.id().replace(".test:6379", "");
		return name + ((node.health() == NodeHealth.FAILED) ? "!" : "");
	}

}
