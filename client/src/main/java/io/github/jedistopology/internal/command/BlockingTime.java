package io.github.jedistopology.internal.command;

import java.util.concurrent.TimeUnit;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The time-out that a blocking command has among its arguments.
 *
 * @param index which argument it is, {@link #NOWHERE} when nobody knows
 * @param unit its unit, which may be one of several digits behind the point
 * @param nanos how long the command waits at its node, or {@link #NO_END}
 */
record BlockingTime(int index, TimeUnit unit, long nanos) {

	/** A hundred years stand for no end, and can be added to a time without overflow. */
	static final long NO_END = TimeUnit.DAYS.toNanos(36_500);

	private static final int NOWHERE = -1;

	/** Whether there is one: in a read of streams there need not be. */
	static boolean isIn(CommandArguments arguments) {
		return switch (CommandWords.name(arguments)) {
			case "XREAD", "XREADGROUP" -> behindBlock(arguments) != NOWHERE;
			default -> true;
		};
	}

	static BlockingTime of(CommandArguments arguments) {
		return switch (CommandWords.name(arguments)) {
			case "BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BZPOPMIN", "BZPOPMAX" ->
				at(arguments, arguments.size() - 1, TimeUnit.SECONDS);
			case "BLMOVEM" -> at(arguments, 5, TimeUnit.SECONDS);
			case "BLMPOP", "BZMPOP" -> at(arguments, 1, TimeUnit.SECONDS);
			case "XREAD", "XREADGROUP" -> at(arguments, behindBlock(arguments), TimeUnit.MILLISECONDS);
			default -> new BlockingTime(NOWHERE, TimeUnit.SECONDS, NO_END);
		};
	}

	/** Names and keys may be called BLOCK as well. */
	private static int behindBlock(CommandArguments arguments) {
		for (int i = 1; i < arguments.size() - 1; i++) {
			switch (CommandWords.word(arguments, i)) {
				case "BLOCK" -> {
					return i + 1;
				}
				case "STREAMS" -> {
					return NOWHERE;
				}
				case "GROUP" -> i += 2;
				case "COUNT", "CLAIM" -> i++;
				default -> {
				}
			}
		}
		return NOWHERE;
	}

	/** What is no time is left as it is, for the node to refuse. */
	private static BlockingTime at(CommandArguments arguments, int index, TimeUnit unit) {
		try {
			double nanos = Double.parseDouble(CommandWords.word(arguments, index)) * unit.toNanos(1);
			return (nanos > 0) ? new BlockingTime(index, unit, (long) Math.min(nanos, NO_END))
					: new BlockingTime(NOWHERE, unit, NO_END);
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			return new BlockingTime(NOWHERE, unit, NO_END);
		}
	}

	/**
	 * The same command with less time.
	 * @param arguments the command as the caller has put it
	 * @param left how much, in nanoseconds
	 * @return arguments with at least a millisecond, since none would mean no end
	 */
	CommandArguments shortened(CommandArguments arguments, long left) {
		CommandArguments shortened = new CommandArguments(arguments.getCommand());
		for (int i = 1; i < arguments.size(); i++) {
			shortened.add((i == this.index) ? time(left) : CommandWords.raw(arguments, i));
		}
		return shortened;
	}

	private byte[] time(long left) {
		long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
		return SafeEncoder.encode((this.unit == TimeUnit.MILLISECONDS) ? Long.toString(millis)
				: "%d.%03d".formatted(millis / 1000, millis % 1000));
	}

	boolean hasEnd() {
		return this.nanos < NO_END;
	}

}
