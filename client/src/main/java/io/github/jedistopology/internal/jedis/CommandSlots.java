package io.github.jedistopology.internal.jedis;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClusterCommandArguments;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.exceptions.JedisClusterOperationException;

import io.github.jedistopology.internal.command.CommandPath;

/**
 * The slot of a command's keys, as each line of Jedis tells it: 7.x keeps one slot in
 * {@code ClusterCommandArguments}, 8.x a set of slots in {@code CommandArguments}.
 */
final class CommandSlots {

	private static final @Nullable MethodHandle KEY_HASH_SLOTS = keyHashSlots();

	private CommandSlots() {
	}

	static int of(CommandArguments arguments) {
		return (KEY_HASH_SLOTS != null) ? only(slots(KEY_HASH_SLOTS, arguments)) : Jedis7.slot(arguments);
	}

	/** Whether Jedis itself puts up with keys of several slots in a command: 8.x does. */
	static boolean areManyAllowed() {
		return KEY_HASH_SLOTS != null;
	}

	private static @Nullable MethodHandle keyHashSlots() {
		try {
			return MethodHandles.publicLookup()
				.findVirtual(CommandArguments.class, "getKeyHashSlots", MethodType.methodType(Set.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	@SuppressWarnings("unchecked")
	private static Set<Integer> slots(MethodHandle keyHashSlots, CommandArguments arguments) {
		try {
			return (Set<Integer>) keyHashSlots.invokeExact(arguments);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int only(Set<Integer> slots) {
		if (slots.size() > 1) {
			throw new JedisClusterOperationException("Keys must belong to same hashslot.");
		}
		return slots.isEmpty() ? CommandPath.NO_SLOT : slots.iterator().next();
	}

	/** Loaded on 7.x only: 8.x has no such class. */
	private static final class Jedis7 {

		static int slot(CommandArguments arguments) {
			int slot = (arguments instanceof ClusterCommandArguments keyed) ? keyed.getCommandHashSlot() : -1;
			return (slot >= 0) ? slot : CommandPath.NO_SLOT;
		}

	}

}
