package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;

/**
 * Reads the reply to {@code CLUSTER SHARDS}.
 *
 * @param entries the shards as they were listed
 */
record ShardsReply(List<Entry> entries) {

	private static final int USUAL_MEMBERS = 3;

	private static final int MOST_BOUNDS = 2 * SlotRange.SLOTS;

	static ShardsReply read(RespReader reply, boolean tls) {
		List<Entry> entries = new ArrayList<>();
		for (int left = reply.array(); left > 0; left--) {
			entries.add(entry(reply, tls));
		}
		return new ShardsReply(entries);
	}

	private static Entry entry(RespReader reply, boolean tls) {
		int[] slots = null;
		List<Member> members = null;
		for (int left = reply.map(); left > 0; left--) {
			reply.string();
			if (reply.is("slots")) {
				slots = bounds(reply);
			}
			else if (reply.is("nodes")) {
				members = new ArrayList<>(USUAL_MEMBERS);
				for (int nodes = reply.array(); nodes > 0; nodes--) {
					members.add(member(reply, tls));
				}
			}
			else {
				reply.skip();
			}
		}
		if (slots == null || members == null) {
			throw ViewException.unexpected("an array", "null");
		}
		return new Entry(slots, members);
	}

	private static int[] bounds(RespReader reply) {
		int length = reply.array();
		if (length > MOST_BOUNDS) {
			throw ViewException.unexpected("at most an array of " + MOST_BOUNDS, "an array of " + length);
		}
		int[] bounds = new int[length];
		for (int i = 0; i < length; i++) {
			bounds[i] = reply.number();
		}
		return bounds;
	}

	private static Member member(RespReader reply, boolean tls) {
		String id = null;
		String host = null;
		String ip = null;
		int port = 0;
		NodeRole role = null;
		NodeHealth health = NodeHealth.ONLINE;
		for (int left = reply.map(); left > 0; left--) {
			reply.string();
			if (reply.is("id")) {
				id = reply.requiredWord();
			}
			else if (reply.is(tls ? "tls-port" : "port")) {
				port = reply.number();
			}
			else if (reply.is("endpoint")) {
				host = reply.word();
			}
			else if (reply.is("ip")) {
				ip = reply.word();
			}
			else if (reply.is("role")) {
				reply.requireString();
				role = reply.is("master") ? NodeRole.PRIMARY : NodeRole.REPLICA;
			}
			else if (reply.is("health")) {
				health = health(reply);
			}
			else {
				reply.skip();
			}
		}
		if (id == null || role == null) {
			throw ViewException.unexpected("a string with at least one character", "null");
		}
		return new Member(id, host, ip, port, role, health);
	}

	private static NodeHealth health(RespReader reply) {
		reply.string();
		if (reply.is("loading")) {
			return NodeHealth.LOADING;
		}
		// Documented as "failed", sent as "fail".
		return (reply.is("fail") || reply.is("failed")) ? NodeHealth.FAILED : NodeHealth.ONLINE;
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
	record Entry(int[] slots, List<Member> members) {

		/**
		 * During a failover a shard can list a failed primary beside the new one, and for
		 * a moment none at all: such a shard says nothing, nor does one whose primary is
		 * nowhere.
		 */
		Optional<Shard> shard(Addresses addresses) {
			List<SlotRange> ranges = ranges();
			List<ClusterNode> nodes = this.members.stream()
				.flatMap((member) -> Stream.ofNullable(addresses.node(member)))
				.toList();
			return nodes.stream()
				.filter((node) -> node.role() == NodeRole.PRIMARY)
				.min(Comparator.comparing(ClusterNode::health))
				.map((primary) -> new Shard(primary,
						nodes.stream().filter((node) -> node.role() == NodeRole.REPLICA).toList(), ranges));
		}

		private List<SlotRange> ranges() {
			if (this.slots.length % 2 != 0) {
				throw new ViewException("its view has a slot range that is none: it has no end");
			}
			SlotSet set = new SlotSet();
			for (int i = 0; i < this.slots.length; i += 2) {
				set.add(this.slots[i], this.slots[i + 1]);
			}
			return set.ranges();
		}

	}

}
