package io.github.jedistopology.internal.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import redis.clients.jedis.CommandArguments;

/**
 * The keys of a command that are in one slot.
 *
 * @param slot the slot
 * @param positions which keys of the command they are, from 0
 */
record KeyGroup(int slot, int[] positions) {

	/** One group for each slot, in the order in which the slots come first. */
	static List<KeyGroup> of(int[] slots) {
		Map<Integer, IntStream.Builder> positions = new LinkedHashMap<>();
		for (int i = 0; i < slots.length; i++) {
			positions.computeIfAbsent(slots[i], (slot) -> IntStream.builder()).add(i);
		}
		return positions.entrySet()
			.stream()
			.map((group) -> new KeyGroup(group.getKey(), group.getValue().build().toArray()))
			.toList();
	}

	/** The command for these keys only. */
	BatchCommand command(CommandArguments whole, int wordsPerKey) {
		CommandArguments part = new CommandArguments(whole.getCommand());
		for (int position : this.positions) {
			for (int word = 0; word < wordsPerKey; word++) {
				part.add(whole.get(1 + position * wordsPerKey + word));
			}
		}
		return new BatchCommand(part, this.slot);
	}

}
