package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;

/**
 * Reads the reply to {@code CLUSTER SHARDS}.
 */
final class ShardsReply {

	private ShardsReply() {
	}

	static View parse(HostAndPort source, Object reply, boolean tls) {
		List<Shard> shards = new ArrayList<>();
		for (Object element : Reply.list(reply)) {
			Map<String, @Nullable Object> fields = Reply.map(element);
			Shard shard = shard(slots(Reply.list(fields.get("slots"))),
					Reply.list(fields.get("nodes"))
						.stream()
						.flatMap((node) -> Stream.ofNullable(node(source, Reply.map(node), tls)))
						.toList());
			if (shard != null) {
				shards.add(shard);
			}
		}
		return new View(shards);
	}

	private static List<SlotRange> slots(List<?> bounds) {
		List<SlotRange> ranges = new ArrayList<>();
		try {
			for (int i = 0; i < bounds.size(); i += 2) {
				ranges.add(new SlotRange(Reply.number(bounds.get(i)), Reply.number(bounds.get(i + 1))));
			}
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			throw new ViewException("its view has a slot range that is none: " + ex.getMessage(), ex);
		}
		ranges.sort(Comparator.comparingInt(SlotRange::start));
		return ranges;
	}

	private static @Nullable ClusterNode node(HostAndPort source, Map<String, @Nullable Object> fields, boolean tls) {
		String ip = Reply.text(fields.get("ip"));
		HostAndPort endpoint = Reply.endpoint(source, Reply.text(fields.get("endpoint")), ip,
				fields.get(tls ? "tls-port" : "port"));
		if (endpoint == null) {
			return null;
		}
		NodeRole role = Reply.requiredText(fields.get("role")).equals("master") ? NodeRole.PRIMARY : NodeRole.REPLICA;
		return new ClusterNode(Reply.requiredText(fields.get("id")), endpoint, ip, role,
				health(Reply.text(fields.get("health"))));
	}

	private static NodeHealth health(@Nullable String health) {
		if ("loading".equals(health)) {
			return NodeHealth.LOADING;
		}
		// Documented as "failed", sent as "fail".
		return (health != null && health.startsWith("fail")) ? NodeHealth.FAILED : NodeHealth.ONLINE;
	}

	/**
	 * During a failover a shard can list a failed primary beside the new one, and for a
	 * moment none at all: such a shard says nothing, nor does one whose primary is
	 * nowhere.
	 */
	private static @Nullable Shard shard(List<SlotRange> slots, List<ClusterNode> nodes) {
		return nodes.stream()
			.filter((node) -> node.role() == NodeRole.PRIMARY)
			.min(Comparator.comparing(ClusterNode::health))
			.map((primary) -> new Shard(primary,
					nodes.stream().filter((node) -> node.role() == NodeRole.REPLICA).toList(), slots))
			.orElse(null);
	}

}
