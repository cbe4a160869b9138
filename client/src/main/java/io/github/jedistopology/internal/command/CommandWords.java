package io.github.jedistopology.internal.command;

import java.util.Locale;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Reads the words of a command: its name, and then its arguments.
 */
final class CommandWords {

	private CommandWords() {
	}

	/** The name, in upper case. */
	static String name(CommandArguments command) {
		return word(command, 0);
	}

	/** One of the words, in upper case. */
	static String word(CommandArguments command, int index) {
		return SafeEncoder.encode(raw(command, index)).toUpperCase(Locale.ROOT);
	}

	/** One of the words as it is sent. */
	static byte[] raw(CommandArguments command, int index) {
		return command.get(index).getRaw();
	}

	/**
	 * Adds words of a command to another one.
	 * @param from the first of them
	 * @return the other command
	 */
	static CommandArguments append(CommandArguments other, CommandArguments command, int from) {
		for (int i = from; i < command.size(); i++) {
			other.add(command.get(i));
		}
		return other;
	}

}
