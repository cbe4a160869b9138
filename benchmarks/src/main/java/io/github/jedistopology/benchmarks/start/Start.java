package io.github.jedistopology.benchmarks.start;

/**
 * One start of an application, in a JVM of its own.
 *
 * @param context milliseconds until the context has started
 * @param reply milliseconds until the first command is answered
 * @param cpu milliseconds of the processor that the JVM has used by then
 */
record Start(double context, double reply, double cpu) {

	static Start parse(String line) {
		String[] millis = line.strip().split(" ");
		return new Start(Double.parseDouble(millis[0]), Double.parseDouble(millis[1]), Double.parseDouble(millis[2]));
	}

}
