package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.internal.view.Reply.Fields;

/**
 * Reads the reply to {@code CLUSTER SHARDS}.
 *
 * @param entries the shards as they were listed
 */
record ShardsReply(List<Entry> entries) {

	static ShardsReply parse(@Nullable Object reply, boolean tls, Vocabulary vocabulary) {
		List<Entry> entries = new ArrayList<>();
		for (Object element : Reply.list(reply)) {
			Fields fields = Reply.fields(element);
			List<?> slots = Reply.list(fields.get("slots"));
			List<?> nodes = Reply.list(fields.get("nodes"));
			List<Member> members = new ArrayList<>(nodes.size());
			for (Object node : nodes) {
				members.add(member(Reply.fields(node), tls, vocabulary));
			}
			entries.add(new Entry(slots, members));
		}
		return new ShardsReply(entries);
	}

	private static Member member(Fields fields, boolean tls, Vocabulary vocabulary) {
		Object port = fields.get(tls ? "tls-port" : "port");
		NodeRole role = Reply.is(Reply.requiredBytes(fields.get("role")), "master") ? NodeRole.PRIMARY
				: NodeRole.REPLICA;
		return new Member(vocabulary.requiredText(fields.get("id")), vocabulary.text(fields.get("endpoint")),
				vocabulary.text(fields.get("ip")), (port != null) ? Reply.number(port) : 0, role,
				health(fields.get("health")));
	}

	private static NodeHealth health(@Nullable Object health) {
		if (Reply.is(health, "loading")) {
			return NodeHealth.LOADING;
		}
		// Documented as "failed", sent as "fail".
		return (Reply.is(health, "fail") || Reply.is(health, "failed")) ? NodeHealth.FAILED : NodeHealth.ONLINE;
	}

	/** What the reply says if there is no other. */
	View view(Addresses addresses) {
		return new View(this.entries.stream().flatMap((entry) -> entry.shard(addresses).stream()).toList());
	}

	/**
	 * A shard.
	 *
	 * @param slots the slots that it serves, first and last ones in turn, not yet looked
	 * at: {@code CLUSTER NODES} knows better
	 * @param members its nodes
	 */
	record Entry(List<?> slots, List<Member> members) {

		/**
		 * During a failover a shard can list a failed primary beside the new one, and for
		 * a moment none at all: such a shard says nothing, nor does one whose primary is
		 * nowhere.
		 */
		Optional<Shard> shard(Addresses addresses) {
			List<SlotRange> ranges = Reply.slots(this.slots);
			List<ClusterNode> nodes = this.members.stream()
				.flatMap((member) -> Stream.ofNullable(addresses.node(member)))
				.toList();
			return nodes.stream()
				.filter((node) -> node.role() == NodeRole.PRIMARY)
				.min(Comparator.comparing(ClusterNode::health))
				.map((primary) -> new Shard(primary,
						nodes.stream().filter((node) -> node.role() == NodeRole.REPLICA).toList(), ranges));
		}

	}

}
