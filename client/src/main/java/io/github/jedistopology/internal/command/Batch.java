package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.internal.command.Attempts.Next;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * Commands that are carried out together, on the caller's thread: all nodes have their
 * part to work on before the first reply is awaited. What is redirected, or may be sent
 * again, takes part in the next round. While a command waits, so do those of its slot
 * behind it, and those of a slot go to one node at a time, so that commands with a key in
 * common stay in order. Belongs to one thread.
 */
final class Batch {

	/** So long one node is waited for before another one is looked at. */
	private static final int GLANCE_MILLIS = 1;

	private static final IntFunction<@Nullable NodePool> NO_REPLICAS = (slot) -> null;

	private final CommandMeans means;

	private final @Nullable ReplicaReads replicaReads;

	private final List<BatchEntry> entries;

	private List<BatchEntry> open;

	private int waits;

	/**
	 * Nothing is sent yet.
	 * @param replicaReads finds replicas for the commands, all of which only read, or
	 * {@code null}
	 */
	Batch(CommandMeans means, Counts counts, @Nullable ReplicaReads replicaReads, List<BatchCommand> commands) {
		this.means = means;
		this.replicaReads = replicaReads;
		this.entries = commands.stream().map((command) -> new BatchEntry(means, counts, command)).toList();
		this.open = this.entries;
	}

	/** The replies in the order of the commands, errors among them. */
	List<@Nullable Object> execute() {
		while (!this.open.isEmpty()) {
			Set<Integer> held = this.open.stream()
				.filter((entry) -> entry.next() != Next.AT_ONCE)
				.map(BatchEntry::slot)
				.collect(Collectors.toCollection(HashSet::new));
			List<BatchEntry> ready = this.open.stream().filter((entry) -> !held.contains(entry.slot())).toList();
			if (ready.isEmpty()) {
				await();
			}
			else {
				send(ready, held);
			}
			this.open = undone();
		}
		return this.entries.stream().map(BatchEntry::reply).collect(Collectors.toCollection(ArrayList::new));
	}

	private void send(List<BatchEntry> ready, Set<Integer> held) {
		Routes routes = this.means.pools().routes();
		NodePool anyPrimary = routes.anyPrimary(this.means.random());
		Map<NodePool, BatchPart> parts = new LinkedHashMap<>();
		long now = now();
		IntFunction<@Nullable NodePool> replicas = (this.replicaReads != null) ? this.replicaReads.chooseTogether(now)
				: NO_REPLICAS;
		Map<Integer, NodePool> places = new HashMap<>();
		Set<Integer> putOff = new HashSet<>();
		for (BatchEntry entry : ready) {
			if (!entry.findPool(routes, anyPrimary, replicas)) {
				entry.uncovered(routes, now);
			}
			else if (putOff.contains(entry.slot())
					|| places.computeIfAbsent(entry.slot(), (slot) -> entry.requiredPool()) != entry.requiredPool()) {
				// It could overtake one that goes to the importing node.
				putOff.add(entry.slot());
				entry.heldUp(routes, now);
			}
			else {
				parts.computeIfAbsent(entry.requiredPool(), (pool) -> new BatchPart(this.means, pool, routes, held))
					.add(entry);
			}
		}
		send(List.copyOf(parts.values()));
	}

	/**
	 * A node gets its part as soon as there is a free connection to it. A connection is
	 * waited for, or opened, only while none is held: the nodes that have their part
	 * would be kept waiting, and two batches could wait for each other.
	 */
	private void send(List<BatchPart> parts) {
		List<BatchPart> waiting = new LinkedList<>(parts);
		List<BatchPart> busy = new ArrayList<>();
		try {
			begin(waiting, busy);
			// But not for the first one when this thread is about to open it.
			waiting.stream().skip(busy.isEmpty() ? 1 : 0).forEach(BatchPart::dialAhead);
			while (!waiting.isEmpty() || !busy.isEmpty()) {
				if (busy.isEmpty()) {
					begin(waiting.remove(0), busy);
				}
				else {
					exchange(busy, waiting.isEmpty());
				}
				begin(waiting, busy);
			}
		}
		finally {
			parts.forEach(BatchPart::abandon);
		}
	}

	/** Those that can begin at once. */
	private static void begin(List<BatchPart> waiting, List<BatchPart> busy) {
		waiting.removeIf((part) -> {
			boolean open = part.tryOpen();
			if (open && part.send()) {
				busy.add(part);
			}
			return open;
		});
	}

	private static void begin(BatchPart part, List<BatchPart> busy) {
		if (part.open() && part.send()) {
			busy.add(part);
		}
	}

	/**
	 * Reads what has come, and sends what comes next.
	 * @param all whether nobody waits but these
	 */
	private static void exchange(List<BatchPart> busy, boolean all) {
		int patience = (all && busy.size() == 1) ? Integer.MAX_VALUE : GLANCE_MILLIS;
		busy.removeIf((part) -> {
			if (!part.awaitReply(patience)) {
				return false;
			}
			part.receive();
			return !part.send();
		});
	}

	/** Nobody can be sent: each one waits for a node or for a while. */
	private void await() {
		Map<NodePool, List<BatchEntry>> suspected = this.open.stream()
			.filter((entry) -> entry.next() == Next.TRUSTED)
			.collect(Collectors.groupingBy(BatchEntry::requiredPool));
		Set<NodePool> joined = new HashSet<>();
		try {
			suspected.forEach((pool, waiting) -> {
				if (pool.join()) {
					joined.add(pool);
				}
				else {
					waiting.forEach(BatchEntry::tooManyWait);
				}
			});
			this.means.pools().awaitWhile(this::isUnchanged, Duration.ofNanos(patience()));
			undone().forEach(BatchEntry::waited);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			undone().forEach((entry) -> entry.interrupted(ex));
		}
		finally {
			joined.forEach(NodePool::leave);
		}
	}

	private List<BatchEntry> undone() {
		return this.open.stream().filter((entry) -> !entry.isDone()).toList();
	}

	private boolean isUnchanged() {
		return this.open.stream().allMatch((entry) -> !entry.isDone() && entry.isUnchanged());
	}

	private long patience() {
		long left = this.open.stream().mapToLong(BatchEntry::left).min().orElse(0);
		if (this.open.stream().noneMatch((entry) -> entry.next() == Next.BACKED_OFF)) {
			return left;
		}
		this.waits++;
		return Math.min(left, this.means.policy().backoff(this.waits, this.means.random()).toNanos());
	}

	private long now() {
		return this.means.nanoTime().getAsLong();
	}

}
