package io.github.jedistopology.internal.command;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.connection.TestTopologies;

/**
 * A cluster with a few keys in a few slots, all of which stay where they can be reached
 * while slots and nodes come and go at random, by the protocol of the Redis Cluster
 * specification: the target of a slot imports it, its owner migrates it, its keys move
 * one by one, and the target takes it over.
 */
final class ScannedCluster {

	static final int SLOTS = 12;

	static final int KEYS = 3 * SLOTS;

	/** All other slots are there, too: with the first of these. */
	private static final int REST = SLOTS - 1;

	private final Random random;

	private final List<String> alive = new ArrayList<>();

	private final Map<String, Integer> processes = new HashMap<>();

	private final Map<String, Long> epochs = new HashMap<>();

	private final String[] owners = new String[SLOTS];

	private final Map<Integer, String> targets = new HashMap<>();

	/** The slots that were lent, with the node to which they go back. */
	private final Map<Integer, String> lenders = new HashMap<>();

	/** Where each key is. */
	private final String[] places = new String[KEYS];

	private int changesLeft;

	private int born;

	private Topology believed;

	ScannedCluster(Random random, int changes) {
		this.random = random;
		this.changesLeft = changes;
		for (int i = 0; i < 3; i++) {
			join();
		}
		for (int slot = 0; slot < SLOTS; slot++) {
			this.owners[slot] = anyNode();
		}
		for (int key = 0; key < KEYS; key++) {
			this.places[key] = this.owners[slot(key)];
		}
		this.believed = topology();
	}

	private static int slot(int key) {
		return key % SLOTS;
	}

	private String join() {
		String id = "node" + this.born++;
		this.alive.add(id);
		this.processes.put(id, 0);
		claim(id);
		return id;
	}

	/** Gives it the highest config epoch, unless it has it already. */
	private void claim(String id) {
		long highest = this.epochs.values().stream().mapToLong(Long::longValue).max().orElse(0);
		if (this.epochs.getOrDefault(id, 0L) < highest || highest == 0) {
			this.epochs.put(id, highest + 1);
		}
	}

	private String anyNode() {
		return this.alive.get(this.random.nextInt(this.alive.size()));
	}

	void maybeChange(double chance) {
		while (this.changesLeft > 0 && this.random.nextDouble() < chance) {
			this.changesLeft--;
			change();
			if (this.random.nextInt(3) == 0) {
				refresh();
			}
		}
	}

	private void change() {
		int slot = this.random.nextInt(SLOTS);
		switch (this.random.nextInt(16)) {
			case 0 -> join();
			case 1 -> failOver(anyNode());
			case 2 -> this.processes.merge(anyNode(), 1, Integer::sum);
			case 3, 4, 5, 6 -> moveKey(slot);
			case 7, 8 -> takeOver(slot);
			case 9, 10 -> lend(slot);
			case 11, 12 -> giveBack();
			default -> migrate(slot);
		}
	}

	private void migrate(int slot) {
		String target = anyNode();
		if (!this.targets.containsKey(slot) && !target.equals(this.owners[slot])) {
			this.targets.put(slot, target);
		}
	}

	private void moveKey(int slot) {
		if (this.targets.containsKey(slot)) {
			this.places[slot + SLOTS * this.random.nextInt(KEYS / SLOTS)] = this.targets.get(slot);
		}
	}

	private void takeOver(int slot) {
		String target = this.targets.remove(slot);
		if (target != null) {
			for (int key = slot; key < KEYS; key += SLOTS) {
				this.places[key] = target;
			}
			this.owners[slot] = target;
			claim(target);
		}
	}

	/** To take it back soon, perhaps before anybody has noticed. */
	private void lend(int slot) {
		String lender = this.owners[slot];
		if (!this.targets.containsKey(slot)) {
			migrate(slot);
			takeOver(slot);
			this.lenders.put(slot, lender);
		}
	}

	private void giveBack() {
		this.lenders.forEach((slot, lender) -> {
			if (!this.targets.containsKey(slot) && this.alive.contains(lender) && !this.owners[slot].equals(lender)) {
				this.targets.put(slot, lender);
				takeOver(slot);
			}
		});
		this.lenders.clear();
	}

	/** A replica has the keys, but does not know where some of them are bound for. */
	private void failOver(String node) {
		if (isMigrating(node)) {
			return;
		}
		String successor = join();
		this.alive.remove(node);
		for (int slot = 0; slot < SLOTS; slot++) {
			this.owners[slot] = this.owners[slot].equals(node) ? successor : this.owners[slot];
		}
		for (int key = 0; key < KEYS; key++) {
			this.places[key] = this.places[key].equals(node) ? successor : this.places[key];
		}
	}

	private boolean isMigrating(String node) {
		return this.targets.containsValue(node)
				|| this.targets.keySet().stream().anyMatch((slot) -> this.owners[slot].equals(node));
	}

	/** What a client believes until the next refresh. */
	Topology believed() {
		return this.believed;
	}

	void refresh() {
		this.believed = topology();
	}

	private Topology topology() {
		Shard[] shards = this.alive.stream()
			.map((id) -> TestTopologies.shard(TestTopologies.node(id, id, 6379),
					SlotRange.of(owned(id)).toArray(SlotRange[]::new)))
			.toArray(Shard[]::new);
		return TestTopologies.topology(1, shards);
	}

	private BitSet owned(String id) {
		BitSet owned = new BitSet();
		for (int slot = 0; slot < SLOTS; slot++) {
			owned.set(slot, this.owners[slot].equals(id));
		}
		owned.set(SLOTS, SlotRange.SLOTS, this.owners[REST].equals(id));
		return owned;
	}

	/** A node's own words, {@code null} when it is gone. */
	@Nullable NodeSlots ask(String id) {
		if (!this.alive.contains(id)) {
			return null;
		}
		BitSet importing = new BitSet();
		Map<Integer, String> migrating = new HashMap<>();
		this.targets.forEach((slot, target) -> {
			if (target.equals(id)) {
				importing.set(slot);
			}
			if (this.owners[slot].equals(id)) {
				migrating.put(slot, target);
			}
		});
		return new NodeSlots(id, new NodeProcess("process " + this.processes.get(id), 0), Map.copyOf(this.epochs),
				owned(id), migrating, importing);
	}

	/** The keys that a node has, {@code null} when it is gone. */
	@Nullable BitSet keysAt(String id) {
		if (!this.alive.contains(id)) {
			return null;
		}
		BitSet keys = new BitSet();
		for (int key = 0; key < KEYS; key++) {
			keys.set(key, this.places[key].equals(id));
		}
		return keys;
	}

}
