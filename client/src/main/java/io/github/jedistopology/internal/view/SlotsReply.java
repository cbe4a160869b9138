package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;

/**
 * Reads the reply to {@code CLUSTER SLOTS}, which knows no health and no primaries
 * without slots.
 */
final class SlotsReply {

	private static final int FIRST_NODE = 2;

	private SlotsReply() {
	}

	static View read(RespReader reply, Addresses addresses) {
		Map<String, Members> shards = new LinkedHashMap<>();
		for (int left = reply.array(); left > 0; left--) {
			int nodes = reply.array() - FIRST_NODE;
			if (nodes < 1) {
				throw new ViewException("its view has a slot range without a node");
			}
			int first = reply.number();
			int last = reply.number();
			ClusterNode primary = node(reply, NodeRole.PRIMARY, addresses);
			List<ClusterNode> replicas = new ArrayList<>(2);
			while (--nodes > 0) {
				ClusterNode replica = node(reply, NodeRole.REPLICA, addresses);
				if (replica != null) {
					replicas.add(replica);
				}
			}
			if (primary != null) {
				shards.computeIfAbsent(primary.id(), (id) -> new Members(primary, replicas)).slots().add(first, last);
			}
		}
		return new View(shards.values().stream().map(Members::toShard).toList());
	}

	/** Host, port, node ID (since 4.0), further addresses (since 7.0). */
	private static @Nullable ClusterNode node(RespReader reply, NodeRole role, Addresses addresses) {
		int fields = reply.array();
		if (fields < 3) {
			throw new ViewException("its view has a node without an ID");
		}
		String host = reply.word();
		int port = reply.number();
		String id = reply.requiredWord();
		String ip = null;
		for (int further = 3; further < fields; further++) {
			for (int left = reply.map(); left > 0; left--) {
				reply.string();
				if (reply.is("ip")) {
					ip = reply.word();
				}
				else {
					reply.skip();
				}
			}
		}
		return addresses
			.node(new Member(id, host, (ip != null) ? ip : Member.numeric(host), port, role, NodeHealth.ONLINE));
	}

	private record Members(ClusterNode primary, List<ClusterNode> replicas, SlotSet slots) {

		Members(ClusterNode primary, List<ClusterNode> replicas) {
			this(primary, replicas, new SlotSet());
		}

		Shard toShard() {
			return new Shard(this.primary, this.replicas, this.slots.ranges());
		}

	}

}
