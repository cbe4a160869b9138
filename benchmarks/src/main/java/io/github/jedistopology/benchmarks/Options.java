package io.github.jedistopology.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much is measured.
 *
 * @param threads the numbers of threads, one row of the table each
 * @param rounds how often both clients have their turn; at least {@link Ratio#MIN_ROUNDS}
 * @param turn how long one turn of one client takes
 */
record Options(List<Integer> threads, int rounds, Duration turn) {

	/**
	 * About five minutes in all. Many short turns: other work on the machine then hits
	 * those of both clients alike.
	 */
	static final Options DEFAULTS = new Options(List.of(1, 16, 64, 256), 40, Duration.ofMillis(500));

	/** Says that it works, and nothing else. */
	static final Options QUICK = new Options(List.of(1, 4), Ratio.MIN_ROUNDS, Duration.ofMillis(50));

	Options {
		require(!threads.isEmpty() && threads.stream().allMatch((count) -> count >= 1), "--threads", threads,
				"numbers from 1, separated by commas");
		require(rounds >= Ratio.MIN_ROUNDS, "--rounds", rounds, "at least " + Ratio.MIN_ROUNDS);
		require(turn.toMillis() >= 1, "--turn", turn.toMillis(), "milliseconds, at least 1");
	}

	/**
	 * What the command line says; the last word on a matter counts.
	 * @throws IllegalArgumentException naming the argument that is wrong
	 */
	static Options parse(String... arguments) {
		Options options = DEFAULTS;
		for (String argument : arguments) {
			options = options.with(argument);
		}
		return options;
	}

	private Options with(String argument) {
		if (argument.equals("--quick")) {
			return QUICK;
		}
		String name = argument.replaceFirst("=.*", "");
		String value = argument.substring(Math.min(name.length() + 1, argument.length()));
		try {
			return switch (name) {
				case "--threads" ->
					new Options(Stream.of(value.split(",")).map(Integer::valueOf).toList(), this.rounds, this.turn);
				case "--rounds" -> new Options(this.threads, Integer.parseInt(value), this.turn);
				case "--turn" -> new Options(this.threads, this.rounds, Duration.ofMillis(Long.parseLong(value)));
				default -> throw new IllegalArgumentException(
						"'%s' is unknown: expected --quick, --threads=1,16, --rounds=40 or --turn=500 (milliseconds)"
							.formatted(argument));
			};
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("%s is '%s': expected a whole number".formatted(name, value), ex);
		}
	}

	private static void require(boolean condition, String name, Object value, String expected) {
		if (!condition) {
			throw new IllegalArgumentException("%s is '%s': expected %s".formatted(name, value, expected));
		}
	}

}
