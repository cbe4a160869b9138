package io.github.jedistopology.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes which nodes belong to the cluster and who serves what, while commands run. One
 * change at a time.
 */
final class Resizing {

	private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(30);

	/** How long a removed node still answers, with its old view, as in ElastiCache. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final NodeLauncher launcher;

	private final Members members;

	private final SlotMover mover;

	private final LabNames names;

	private final ErrorCounters errors;

	Resizing(NodeLauncher launcher, Members members, SlotMover mover, LabNames names, ErrorCounters errors) {
		this.launcher = launcher;
		this.members = members;
		this.mover = mover;
		this.names = names;
		this.errors = errors;
	}

	synchronized List<LabNode> addShards(int count, int replicas) {
		List<LabNode> nodes = join(count * (1 + replicas));
		List<LabNode> primaries = nodes.subList(0, count);
		ClusterFormation.replicate(primaries, nodes.subList(count, nodes.size()));
		list(nodes);
		Map<LabNode, List<Integer>> slots = slotsByPrimary();
		balance(slots, slots.keySet());
		return List.copyOf(primaries);
	}

	synchronized List<LabNode> removeShards(Collection<LabNode> primaries) {
		Set<LabNode> leaving = new LinkedHashSet<>();
		for (LabNode primary : primaries) {
			leaving.add(primary);
			leaving.addAll(this.members.requirePrimary(primary).replicas());
		}
		Map<LabNode, List<Integer>> slots = slotsByPrimary();
		List<LabNode> staying = slots.keySet().stream().filter((node) -> !primaries.contains(node)).toList();
		if (staying.isEmpty()) {
			throw new IllegalArgumentException("One shard has to stay: cannot remove all of " + primaries);
		}
		balance(slots, staying);
		return retire(leaving);
	}

	synchronized void moveSlots(LabNode from, LabNode to, int count) {
		this.members.requirePrimary(from);
		this.members.requirePrimary(to);
		if (from.equals(to)) {
			throw new IllegalArgumentException("from and to must be different primaries, not both " + from);
		}
		Map<LabNode, List<Integer>> slots = slotsByPrimary();
		List<Integer> owned = slots.getOrDefault(from, List.of());
		if (count < 1 || count > owned.size()) {
			throw new IllegalArgumentException(
					"count must be from 1 to the %d slots of %s, not %d".formatted(owned.size(), from, count));
		}
		this.mover.move(from, to, owned.subList(0, count), List.copyOf(slots.keySet()));
		this.members.awaitAgreement();
	}

	synchronized LabNode addReplica(LabNode primary) {
		this.members.requirePrimary(primary);
		List<LabNode> nodes = join(1);
		ClusterFormation.replicate(List.of(primary), nodes);
		list(nodes);
		return nodes.get(0);
	}

	synchronized LabNode removeReplica(LabNode replica) {
		this.members.requireReplica(replica);
		retire(List.of(replica));
		return replica;
	}

	synchronized void failover(LabNode replica) {
		this.members.requireReplica(replica);
		replica.admin().cluster("FAILOVER");
		Await.until(replica + " takes over", FAILOVER_TIMEOUT,
				() -> replica.admin().view().own().isPrimary() ? null : replica + " is still a replica");
		this.members.awaitAgreement();
	}

	/** A new node in the place of an old one: joins as replica, takes over if need be. */
	synchronized LabNode replace(LabNode node) {
		LabNode primary = this.members.primaryOf(node);
		LabNode successor = addReplica(primary);
		if (primary.equals(node)) {
			failover(successor);
		}
		return removeReplica(node);
	}

	private List<LabNode> join(int count) {
		LabNode member = this.members.anyRunning();
		List<LabNode> nodes = this.launcher.launch(count);
		this.names.add(nodes);
		this.members.add(nodes);
		ClusterFormation.meet(member, nodes);
		return nodes;
	}

	/** Only then, since until it has joined a new node has nothing true to say. */
	private void list(List<LabNode> joined) {
		this.members.awaitAgreement();
		this.names.list(joined);
	}

	private Map<LabNode, List<Integer>> slotsByPrimary() {
		Map<LabNode, List<Integer>> slots = new LinkedHashMap<>();
		for (LabShard shard : this.members.shards()) {
			slots.put(shard.primary(), shard.slots().stream().flatMapToInt(SlotRange::slots).boxed().toList());
		}
		return slots;
	}

	private void balance(Map<LabNode, List<Integer>> slots, Collection<LabNode> receivers) {
		List<LabNode> primaries = List.copyOf(slots.keySet());
		SlotPlan.balance(slots, receivers)
			.forEach((move) -> this.mover.move(move.from(), move.to(), move.slots(), primaries));
		this.members.awaitAgreement();
	}

	private List<LabNode> retire(Collection<LabNode> nodes) {
		this.members.remove(nodes);
		this.members.running().forEach(this.members::forgetStrangers);
		Await.pause(GRACE);
		nodes.stream().filter(LabNode::isRunning).forEach(this.errors::keep);
		nodes.forEach((node) -> node.process().kill());
		this.names.remove(nodes);
		Instant now = Instant.now();
		nodes.forEach((node) -> {
			node.removed(now);
			node.admin().close();
		});
		this.members.awaitAgreement();
		return List.copyOf(nodes);
	}

}
