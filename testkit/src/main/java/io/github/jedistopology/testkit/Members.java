package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The nodes that belong to the cluster, and how the cluster sees itself.
 */
final class Members {

	private static final Duration AGREEMENT_TIMEOUT = Duration.ofSeconds(60);

	private final List<LabNode> nodes = new CopyOnWriteArrayList<>();

	void add(Collection<LabNode> nodes) {
		this.nodes.addAll(nodes);
	}

	void remove(Collection<LabNode> nodes) {
		this.nodes.removeAll(nodes);
	}

	List<LabNode> all() {
		return List.copyOf(this.nodes);
	}

	/** Those that can be asked: neither killed nor frozen. */
	List<LabNode> running() {
		return this.nodes.stream().filter(LabNode::isRunning).toList();
	}

	void require(LabNode node) {
		if (!this.nodes.contains(node)) {
			throw new IllegalArgumentException(node + " does not belong to this lab (any more)");
		}
	}

	/** The shards as a running node sees them, in the order of their primaries' age. */
	List<LabShard> shards() {
		ClusterView view = view();
		List<LabNode> known = this.nodes.stream().filter((node) -> view.knows(node.id())).toList();
		return known.stream()
			.filter((node) -> isShardPrimary(view.entry(node.id())))
			.map((primary) -> new LabShard(primary,
					known.stream().filter((node) -> primary.id().equals(view.entry(node.id()).primaryId())).toList(),
					view.entry(primary.id()).slots()))
			.toList();
	}

	private ClusterView view() {
		for (LabNode node : running()) {
			try {
				return node.admin().view();
			}
			catch (JedisConnectionException ex) {
				// It was killed or frozen meanwhile: the next one knows.
			}
		}
		throw new IllegalStateException("No node of the lab runs");
	}

	/** A dead primary without slots has been replaced: it is no shard any more. */
	private static boolean isShardPrimary(ClusterView.Entry entry) {
		return entry.isPrimary() && !(entry.isDoubtful() && entry.slots().isEmpty());
	}

	/** The shard of a node that has to be a primary. */
	LabShard requirePrimary(LabNode node) {
		require(node);
		return shards().stream()
			.filter((shard) -> shard.primary().equals(node))
			.findAny()
			.orElseThrow(() -> new IllegalArgumentException(node + " is not a primary"));
	}

	/**
	 * A node that was a primary and is down counts as a replica once another took over.
	 */
	void requireReplica(LabNode node) {
		require(node);
		if (shards().stream().anyMatch((shard) -> shard.primary().equals(node))) {
			throw new IllegalArgumentException(node + " is a primary, not a replica");
		}
	}

	LabNode primaryOf(LabNode node) {
		require(node);
		return shards().stream()
			.filter((shard) -> shard.primary().equals(node) || shard.replicas().contains(node))
			.map(LabShard::primary)
			.findAny()
			.orElseThrow(() -> new IllegalStateException(node + " is in no shard"));
	}

	LabNode anyRunning() {
		return running().stream().findFirst().orElseThrow(() -> new IllegalStateException("No node of the lab runs"));
	}

	/** Makes a node forget all nodes that do not belong to the cluster any more. */
	void forgetStrangers(LabNode node) {
		List<String> ids = this.nodes.stream().map(LabNode::id).toList();
		node.admin()
			.view()
			.entries()
			.values()
			.stream()
			.filter((entry) -> !ids.contains(entry.id()) && !entry.flags().contains("handshake"))
			.forEach((stranger) -> node.admin().cluster("FORGET", stranger.id()));
	}

	/**
	 * Waits until the running nodes see one and the same healthy cluster. Slots that
	 * Redis has lost on the way would never come back by themselves.
	 * @see Agreement
	 * @see LostSlots
	 */
	void awaitAgreement() {
		Await.until("All nodes agree", AGREEMENT_TIMEOUT, () -> {
			String missing = Agreement.missing(all());
			if (missing != null) {
				giveBackLostSlots();
			}
			return missing;
		});
	}

	private void giveBackLostSlots() {
		List<LabNode> running = running();
		LostSlots.in(running.stream().map((node) -> node.admin().view()).toList())
			.forEach((owner, slots) -> running.stream()
				.filter((node) -> node.id().equals(owner))
				.forEach((node) -> giveBack(node, slots)));
	}

	private static void giveBack(LabNode owner, List<Integer> slots) {
		System.out.printf("%s has lost slots %s to a late message (redis/redis#12564) and gets them back%n", owner,
				slots);
		slots.forEach((slot) -> owner.admin().cluster("SETSLOT", String.valueOf(slot), "NODE", owner.id()));
	}

}
