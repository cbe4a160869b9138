package io.github.jedistopology.internal.command;

import java.util.Set;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandFlagsRegistry;
import redis.clients.jedis.CommandFlagsRegistry.CommandFlag;

/**
 * Knows the commands that may be sent again although they may have been executed.
 */
final class Repeatable {

	/** Flagged as reads, but each one takes a batch away. */
	private static final Set<String> ADVANCING_READS = Set.of("FT.CURSOR");

	/**
	 * Not flagged as reads, but safe to send again: most of them read, though no key;
	 * SCRIPT LOAD changes nothing the second time; and what WATCH does at a node ends
	 * with the connection, which is lost when its reply is.
	 */
	private static final Set<String> HARMLESS = Set.of("CLUSTER INFO", "CLUSTER NODES", "SCRIPT EXISTS", "SCRIPT LOAD",
			"ECHO", "INFO", "PING", "TIME", "WATCH");

	private Repeatable() {
	}

	static boolean isRepeatable(CommandArguments command, CommandFlagsRegistry flags) {
		String name = CommandWords.name(command);
		return isRead(command, flags) || HARMLESS.contains(name)
				|| command.size() > 1 && HARMLESS.contains(name + " " + CommandWords.word(command, 1));
	}

	/** Whether a replica can execute it as well. */
	static boolean isRead(CommandArguments command, CommandFlagsRegistry flags) {
		return flags.getFlags(command).contains(CommandFlag.READONLY)
				&& !ADVANCING_READS.contains(CommandWords.name(command));
	}

}
