package io.github.jedistopology.benchmarks;

import java.time.Duration;

/**
 * What one client did and used in one turn.
 *
 * @param commands how many commands were answered
 * @param commandsPerSecond the sum of what each thread reached
 * @param p99 99 % of the commands took no longer
 * @param allocatedBytes what the threads that sent the commands allocated
 * @param cpu what the whole JVM used, garbage collection included
 */
record Turn(long commands, double commandsPerSecond, Duration p99, long allocatedBytes, Duration cpu) {

	double p99Millis() {
		return seconds(this.p99) * 1e3;
	}

	double bytesPerCommand() {
		return (double) this.allocatedBytes / this.commands;
	}

	double cpuSecondsPerMillion() {
		return seconds(this.cpu) / this.commands * 1e6;
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
