package io.github.jedistopology.internal.command;

import java.util.HashMap;
import java.util.Map;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandFlagsRegistry;

/**
 * Keeps commands of a slot in order that are on their way to a node together. While the
 * keys of a slot move, a node that has not all keys of a command answers TRYAGAIN, and
 * executes the next command with one of those keys at once. So behind a command with
 * several keys nothing else of its slot is sent before it is answered; only reads may
 * follow reads. Belongs to one thread.
 */
final class WindowOrder {

	private final CommandFlagsRegistry flags;

	/** Whether reads may follow, by slot; where there is none, any command may. */
	private final Map<Integer, Boolean> readsMayFollow = new HashMap<>();

	WindowOrder(CommandFlagsRegistry flags) {
		this.flags = flags;
	}

	/** Whether a command may go with those that were admitted before it. */
	boolean admits(int slot, CommandArguments command) {
		Boolean reads = this.readsMayFollow.isEmpty() ? null : this.readsMayFollow.get(slot);
		if (reads == null && command.getKeys().size() < 2) {
			return true;
		}
		if (Boolean.FALSE.equals(reads)) {
			return false;
		}
		boolean read = Repeatable.isRead(command, this.flags);
		this.readsMayFollow.put(slot, read);
		return reads == null || read;
	}

}
