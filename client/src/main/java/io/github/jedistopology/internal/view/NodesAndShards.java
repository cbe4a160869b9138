package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.Shard;
import io.github.jedistopology.internal.view.NodesReply.Line;

/**
 * Makes one view of two replies of the same source. {@code CLUSTER NODES} knows who owns
 * which slots, at which config epoch, a failed primary's included (which
 * {@code CLUSTER SHARDS} has lost in some versions: valkey#784). {@code CLUSTER SHARDS}
 * knows where clients shall connect to, and which replicas are not ready yet.
 */
final class NodesAndShards {

	/** A replica of a replica of a primary: for a moment, after two failovers. */
	private static final int LONGEST_CHAIN = 3;

	private final Map<String, Line> lines;

	private final Map<String, Member> members;

	private final Addresses addresses;

	private final @Nullable String author;

	private NodesAndShards(NodesReply nodes, @Nullable ShardsReply shards, Addresses addresses) {
		this.lines = nodes.lines();
		this.author = nodes.author();
		this.members = new HashMap<>(2 * this.lines.size());
		if (shards != null) {
			shards.entries()
				.forEach((entry) -> entry.members().forEach((member) -> this.members.putIfAbsent(member.id(), member)));
		}
		this.addresses = addresses;
	}

	/**
	 * Makes a view.
	 * @param nodes the authority
	 * @param shards {@code null} where that command is refused
	 * @param addresses where nodes are
	 * @return the view
	 */
	static View view(NodesReply nodes, @Nullable ShardsReply shards, Addresses addresses) {
		return new NodesAndShards(nodes, shards, addresses).view();
	}

	private View view() {
		Map<String, List<ClusterNode>> replicas = new HashMap<>(this.lines.size());
		this.lines.values().stream().filter((line) -> !line.isPrimary()).forEach((line) -> {
			Line primary = primaryOf(line);
			ClusterNode replica = node(line);
			if (primary != null && replica != null) {
				replicas.computeIfAbsent(primary.id(), (id) -> new ArrayList<>(2)).add(replica);
			}
		});
		List<Shard> shards = new ArrayList<>();
		Map<String, Long> epochs = new HashMap<>(this.lines.size());
		this.lines.values().stream().filter(Line::isPrimary).forEach((line) -> {
			String id = line.id();
			epochs.put(id, line.epoch());
			ClusterNode primary = node(line);
			if (primary != null) {
				shards.add(new Shard(primary, replicas.getOrDefault(id, List.of()), line.slots()));
			}
		});
		return new View(shards, epochs, this.author);
	}

	private @Nullable Line primaryOf(Line replica) {
		Line line = replica;
		for (int hops = 0; line != null && !line.isPrimary() && hops < LONGEST_CHAIN; hops++) {
			line = this.lines.get(line.primaryId());
		}
		return (line != null && line.isPrimary()) ? line : null;
	}

	private @Nullable ClusterNode node(Line line) {
		return this.addresses.node(describe(line, this.members.get(line.id())));
	}

	private static Member describe(Line line, @Nullable Member told) {
		if (told == null || told.port() == 0) {
			return line.member();
		}
		String ip = (told.ip() != null) ? told.ip() : line.member().ip();
		boolean loading = told.health() == NodeHealth.LOADING && line.health() == NodeHealth.ONLINE;
		return new Member(line.id(), told.host(), ip, told.port(), line.role(),
				loading ? NodeHealth.LOADING : line.health());
	}

}
