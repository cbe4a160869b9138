package io.github.jedistopology.benchmarks;

/**
 * A turn of each client, one right after the other.
 */
record Round(Turn ours, Turn stock) {

	/** Above 1 if ours did more in the same time. */
	double throughputRatio() {
		return this.ours.commandsPerSecond() / this.stock.commandsPerSecond();
	}

}
