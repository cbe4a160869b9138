package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Moves slots with their keys between primaries while commands run, by the protocol of
 * the Redis Cluster specification ("Live reconfiguration").
 */
final class SlotMover {

	private static final int SLOTS_AT_ONCE = 100;

	private static final int KEYS_AT_ONCE = 100;

	private static final int MIGRATE_TIMEOUT_MILLIS = 5000;

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
	 * Moves slots from one primary to another, and tells all primaries.
	 * @throws IllegalStateException when one of the two does not answer any more; what
	 * has moved so far stays moved
	 */
	void move(LabNode source, LabNode target, List<Integer> slots, List<LabNode> primaries) {
		try {
			for (int i = 0; i < slots.size(); i += SLOTS_AT_ONCE) {
				moveBatch(source, target, slots.subList(i, Math.min(i + SLOTS_AT_ONCE, slots.size())), primaries);
			}
		}
		catch (JedisException ex) {
			throw new IllegalStateException("Cannot move slots from " + source + " to " + target, ex);
		}
	}

	private void moveBatch(LabNode source, LabNode target, List<Integer> slots, List<LabNode> primaries) {
		setSlots(target, slots, "IMPORTING", source);
		setSlots(source, slots, "MIGRATING", target);
		moveKeys(source, target, slots);
		Await.pause(this.askWindow);
		// The target first: when the source has let go, somebody must have the slot.
		setSlots(target, slots, "NODE", target);
		setSlots(source, slots, "NODE", target);
		primaries.stream()
			.filter((primary) -> !primary.equals(source) && !primary.equals(target))
			.forEach((primary) -> tell(primary, slots, target));
	}

	private void tell(LabNode bystander, List<Integer> slots, LabNode owner) {
		try {
			setSlots(bystander, slots, "NODE", owner);
		}
		catch (JedisConnectionException ex) {
			// It was killed or frozen meanwhile, and learns from the others later.
		}
	}

	private void setSlots(LabNode at, List<Integer> slots, String state, LabNode node) {
		at.admin()
			.sendAll(slots, (pipeline, slot) -> pipeline.sendCommand(Command.CLUSTER,
					NodeAdmin.strings("SETSLOT", slot, state, node.id())));
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
