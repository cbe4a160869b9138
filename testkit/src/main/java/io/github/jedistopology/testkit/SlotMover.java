package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

import org.jspecify.annotations.Nullable;

/**
 * Moves slots with their keys between primaries while commands run, by the protocol of
 * the Redis Cluster specification ("Live reconfiguration").
 */
final class SlotMover {

	private static final int SLOTS_AT_ONCE = 100;

	private static final int KEYS_AT_ONCE = 100;

	private static final int MIGRATE_TIMEOUT_MILLIS = 5000;

	private static final Duration NEWS_TIMEOUT = Duration.ofSeconds(30);

	private final Access access;

	private final Duration askWindow;

	/**
	 * @param access how the source logs in at the target
	 * @param askWindow how long slots whose keys have moved stay with the source
	 */
	SlotMover(Access access, Duration askWindow) {
		this.access = access;
		this.askWindow = askWindow;
	}

	/**
	 * Moves slots from one primary to another, and waits until all running primaries have
	 * heard of it from the new owner.
	 * @throws IllegalStateException when one of the two does not answer any more; what
	 * has moved so far stays moved
	 */
	void move(LabNode source, LabNode target, List<Integer> slots, List<LabNode> primaries) {
		try {
			for (List<Integer> batch : batches(slots)) {
				moveBatch(source, target, batch, primaries);
			}
		}
		catch (JedisException ex) {
			throw new IllegalStateException("Cannot move slots from " + source + " to " + target, ex);
		}
	}

	/**
	 * The last slot goes alone. A node that learns of slots and then reads an older
	 * message of their owner doubts the slots that this does not name, until a message
	 * brings it something new: so the last slot's message settles all before.
	 */
	static List<List<Integer>> batches(List<Integer> slots) {
		List<List<Integer>> batches = new ArrayList<>();
		int last = slots.size() - 1;
		for (int i = 0; i < last; i += SLOTS_AT_ONCE) {
			batches.add(slots.subList(i, Math.min(i + SLOTS_AT_ONCE, last)));
		}
		batches.add(slots.subList(last, slots.size()));
		return batches;
	}

	private void moveBatch(LabNode source, LabNode target, List<Integer> slots, List<LabNode> primaries) {
		try {
			setSlots(target, slots, "IMPORTING", source.id());
			setSlots(source, slots, "MIGRATING", target.id());
			moveKeys(source, target, slots);
			Await.pause(this.askWindow);
			setSlots(target, slots, "NODE", target.id());
			awaitNews(target, slots, primaries);
		}
		finally {
			settle(source, slots);
			settle(target, slots);
		}
	}

	/** Also when the move failed: who imports a slot believes nobody else to own it. */
	private void settle(LabNode node, List<Integer> slots) {
		try {
			setSlots(node, slots, "STABLE");
		}
		catch (JedisConnectionException ex) {
			// It was killed or frozen: the other one must not stay half-moved for that.
		}
	}

	/**
	 * No SETSLOT NODE to the others, too. What the target said before is still on its way
	 * to them, and makes them doubt that it has the slots. Up to Redis 7.2.3 that doubt
	 * stays when a slot changes hands by SETSLOT; and who takes back a slot in doubt
	 * loses it, with its keys, to the next late message (redis/redis#12564).
	 */
	private static void awaitNews(LabNode target, List<Integer> slots, List<LabNode> primaries) {
		Await.until("All primaries know what " + target + " took over", NEWS_TIMEOUT,
				() -> unaware(primaries, target, slots));
	}

	private static @Nullable String unaware(List<LabNode> primaries, LabNode owner, List<Integer> slots) {
		return primaries.stream()
			.filter(LabNode::isRunning)
			.filter((primary) -> !primary.admin().view().entry(owner.id()).hasAll(slots))
			.findFirst()
			.map((primary) -> primary + " does not")
			.orElse(null);
	}

	private void setSlots(LabNode at, List<Integer> slots, String... state) {
		at.admin()
			.sendAll(slots,
					(pipeline, slot) -> pipeline.sendCommand(Command.CLUSTER,
							Stream.concat(Stream.of("SETSLOT", String.valueOf(slot)), Stream.of(state))
								.toArray(String[]::new)));
	}

	private void moveKeys(LabNode source, LabNode target, List<Integer> slots) {
		List<List<byte[]>> keysBySlot = keysIn(source, slots);
		while (!keysBySlot.isEmpty()) {
			source.admin()
				.sendAll(keysBySlot, (pipeline, keys) -> pipeline.sendCommand(Command.MIGRATE,
						migrateArguments(target.listensAt(), keys)));
			keysBySlot = keysIn(source, slots);
		}
	}

	/** Some keys of each slot that has any. */
	@SuppressWarnings("unchecked")
	private static List<List<byte[]>> keysIn(LabNode source, List<Integer> slots) {
		return source.admin()
			.sendAll(slots,
					(pipeline, slot) -> pipeline.sendCommand(Command.CLUSTER,
							NodeAdmin.strings("GETKEYSINSLOT", slot, KEYS_AT_ONCE)))
			.stream()
			.map((reply) -> (List<byte[]>) reply)
			.filter((keys) -> !keys.isEmpty())
			.toList();
	}

	private byte[][] migrateArguments(NodeAddress target, List<byte[]> keys) {
		List<String> arguments = new ArrayList<>(
				List.of(target.ip(), String.valueOf(target.port()), "", "0", String.valueOf(MIGRATE_TIMEOUT_MILLIS)));
		arguments.addAll(this.access.migrateArguments());
		arguments.add("KEYS");
		return Stream.concat(arguments.stream().map(SafeEncoder::encode), keys.stream()).toArray(byte[][]::new);
	}

}
