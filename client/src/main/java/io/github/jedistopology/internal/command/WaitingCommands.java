package io.github.jedistopology.internal.command;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;

/**
 * Tells the commands that wait at their node from all others by their names: Jedis calls
 * blocking what its own methods make, and not what a caller has put together. Any other
 * command costs a look at a set, or at a few bytes.
 */
final class WaitingCommands {

	/** XREAD and XREADGROUP only with BLOCK. */
	private static final byte[][] NAMES = Stream
		.of("BLPOP", "BRPOP", "BLMOVE", "BLMOVEM", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "XREAD",
				"XREADGROUP", "WAIT", "WAITAOF")
		.map(SafeEncoder::encode)
		.toArray(byte[][]::new);

	private static final Set<Command> KNOWN = known();

	private WaitingCommands() {
	}

	static boolean isIn(CommandArguments arguments) {
		return arguments.isBlocking() || mayBe(arguments.getCommand()) && BlockingTime.isIn(arguments);
	}

	/**
	 * Refuses what only one connection can answer. {@code WAIT} and {@code WAITAOF} count
	 * the replicas that have what their own connection has written. One that happens to
	 * be free has written something else, or nothing, at the promoted replica of a lost
	 * primary above all, and says that all is well.
	 * @throws ClusterCommandException if it is one of them
	 */
	static void refuseForReplicas(CommandArguments arguments) {
		if (!mayBe(arguments.getCommand())) {
			return;
		}
		String name = CommandWords.name(arguments);
		if (name.startsWith("WAIT")) {
			throw new ClusterCommandException(
					("%s is about what its own connection has written, and was not sent on one that happens to be "
							+ "free: expected on the connection that has written, from getConnectionFromSlot")
						.formatted(name));
		}
	}

	private static boolean mayBe(ProtocolCommand command) {
		return (command instanceof Command known) ? KNOWN.contains(known) : isAmong(command.getRaw());
	}

	private static Set<Command> known() {
		EnumSet<Command> known = EnumSet.allOf(Command.class);
		known.removeIf((command) -> !isAmong(command.getRaw()));
		return Collections.unmodifiableSet(known);
	}

	private static boolean isAmong(byte[] word) {
		for (byte[] name : NAMES) {
			if (isSame(name, word)) {
				return true;
			}
		}
		return false;
	}

	/** One bit tells capitals from small letters. */
	private static boolean isSame(byte[] name, byte[] word) {
		if (name.length != word.length) {
			return false;
		}
		for (int i = 0; i < name.length; i++) {
			if (name[i] != (word[i] & ~0x20)) {
				return false;
			}
		}
		return true;
	}

}
