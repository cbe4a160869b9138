package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;

/**
 * A command with what is to be known about it beforehand.
 *
 * @param <T> the type of the reply
 * @param command the command
 * @param slot the slot of its keys, or {@link CommandPath#NO_SLOT}
 * @param route where it goes instead of to the slot's owner, {@code null} for there
 * @param exchange what is said for it
 */
record Errand<T>(CommandObject<T> command, int slot, @Nullable Route route, Exchange exchange) {

	/** A command that goes where its keys are. */
	static <T> Errand<T> to(int slot, CommandObject<T> command) {
		return new Errand<>(command, slot, null, Exchange.PLAIN);
	}

	/** A command without a key that goes to certain nodes. */
	static <T> Errand<T> to(Route route, CommandObject<T> command) {
		return new Errand<>(command, CommandPath.NO_SLOT, route, Exchange.PLAIN);
	}

}
