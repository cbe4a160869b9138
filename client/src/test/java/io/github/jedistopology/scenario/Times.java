package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;

/**
 * How long the same thing took, several times.
 */
record Times(List<Duration> sorted) {

	Times {
		sorted = sorted.stream().sorted().toList();
	}

	Duration median() {
		return this.sorted.get(this.sorted.size() / 2);
	}

	Duration longest() {
		return this.sorted.get(this.sorted.size() - 1);
	}

	@Override
	public String toString() {
		return this.sorted.stream().map(Duration::toMillis).toList() + " ms";
	}

}
