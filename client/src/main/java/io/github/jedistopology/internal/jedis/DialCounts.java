package io.github.jedistopology.internal.jedis;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.github.jedistopology.DialOutcome;

/**
 * Counts dials, without a lock.
 */
final class DialCounts {

	private final LongAdder[] byOutcome = Stream.generate(LongAdder::new)
		.limit(DialOutcome.values().length)
		.toArray(LongAdder[]::new);

	private final LongAdder toRemovedNodes = new LongAdder();

	void ended(DialOutcome outcome) {
		this.byOutcome[outcome.ordinal()].increment();
	}

	void goesToRemovedNode() {
		this.toRemovedNodes.increment();
	}

	long dials(DialOutcome outcome) {
		return this.byOutcome[outcome.ordinal()].sum();
	}

	long dialsToRemovedNodes() {
		return this.toRemovedNodes.sum();
	}

}
