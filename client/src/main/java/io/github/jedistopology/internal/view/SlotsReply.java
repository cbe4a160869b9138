package io.github.jedistopology.internal.view;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;

/**
 * Reads the reply to {@code CLUSTER SLOTS}, which knows no health and no primaries
 * without slots.
 */
final class SlotsReply {

	private static final int FIRST_NODE = 2;

	private SlotsReply() {
	}

	static View parse(@Nullable Object reply, Addresses addresses, Vocabulary vocabulary) {
		Map<String, Members> shards = new LinkedHashMap<>();
		for (Object element : Reply.list(reply)) {
			List<?> entry = Reply.list(element);
			if (entry.size() <= FIRST_NODE) {
				throw new ViewException("its view has a slot range without a node");
			}
			node(Reply.list(entry.get(FIRST_NODE)), NodeRole.PRIMARY, addresses, vocabulary).forEach((primary) -> shards
				.computeIfAbsent(primary.id(), (id) -> new Members(primary, replicas(entry, addresses, vocabulary)))
				.add(Reply.number(entry.get(0)), Reply.number(entry.get(1))));
		}
		return new View(shards.values().stream().map(Members::toShard).toList());
	}

	private static List<ClusterNode> replicas(List<?> entry, Addresses addresses, Vocabulary vocabulary) {
		return entry.subList(FIRST_NODE + 1, entry.size())
			.stream()
			.flatMap((node) -> node(Reply.list(node), NodeRole.REPLICA, addresses, vocabulary))
			.toList();
	}

	/** Host, port, node ID (since 4.0), further addresses (since 7.0). */
	private static Stream<ClusterNode> node(List<?> fields, NodeRole role, Addresses addresses, Vocabulary vocabulary) {
		if (fields.size() < 3) {
			throw new ViewException("its view has a node without an ID");
		}
		String host = vocabulary.text(fields.get(0));
		String ip = (fields.size() > 3) ? vocabulary.text(Reply.fields(fields.get(3)).get("ip")) : null;
		return Stream.ofNullable(addresses.node(new Member(vocabulary.requiredText(fields.get(2)), host,
				(ip != null) ? ip : Reply.numeric(host), Reply.number(fields.get(1)), role, NodeHealth.ONLINE)));
	}

	private record Members(ClusterNode primary, List<ClusterNode> replicas, BitSet slots) {

		Members(ClusterNode primary, List<ClusterNode> replicas) {
			this(primary, replicas, new BitSet(SlotRange.SLOTS));
		}

		void add(int start, int end) {
			SlotRange range;
			try {
				range = new SlotRange(start, end);
			}
			catch (IllegalArgumentException ex) {
				throw new ViewException("its view has a slot range that is none: " + ex.getMessage(), ex);
			}
			if (!this.slots.get(range.start(), range.end() + 1).isEmpty()) {
				throw new ViewException("its view lists slots %s twice".formatted(range));
			}
			this.slots.set(range.start(), range.end() + 1);
		}

		Shard toShard() {
			return new Shard(this.primary, this.replicas, SlotRange.of(this.slots));
		}

	}

}
