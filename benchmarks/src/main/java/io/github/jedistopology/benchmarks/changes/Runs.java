package io.github.jedistopology.benchmarks.changes;

/**
 * How often everything is measured.
 */
public final class Runs {

	private Runs() {
	}

	/**
	 * What the command line says; the last word counts.
	 * @param otherwise how often if it says nothing
	 * @param arguments the command line
	 * @return the number of runs
	 * @throws IllegalArgumentException for anything but {@code --runs=} with a number
	 * from 1 to 9999
	 */
	public static int parse(int otherwise, String... arguments) {
		int runs = otherwise;
		for (String argument : arguments) {
			if (!argument.matches("--runs=[1-9]\\d{0,3}")) {
				throw new IllegalArgumentException(
						"'%s' is unknown: expected --runs=%d or another number from 1 to 9999".formatted(argument,
								otherwise));
			}
			runs = Integer.parseInt(argument.substring("--runs=".length()));
		}
		return runs;
	}

}
