package io.github.jedistopology.benchmarks.kinds;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.jedistopology.testkit.load.Counter;
import io.github.jedistopology.testkit.load.Counter.Tally;

/**
 * Counters that one caller increments: each must end between what was acknowledged, and
 * that and what may have been executed together.
 */
final class Counters {

	private final Stage stage;

	private final List<Counter> counters;

	Counters(Stage stage, int count) {
		this.stage = stage;
		this.counters = IntStream.range(0, count).mapToObj((i) -> new Counter(stage.key(i))).toList();
	}

	List<Counter> all() {
		return this.counters;
	}

	/** Takes the reply to an increment that has begun. */
	void settle(Counter counter, Supplier<Long> reply) {
		try {
			counter.acknowledged(reply.get());
		}
		catch (RuntimeException ex) {
			if (!this.stage.tally().isInDoubt(ex)) {
				counter.notExecuted();
			}
			throw ex;
		}
	}

	void verify() {
		for (Counter counter : this.counters) {
			String value = this.stage.other().get(counter.name());
			counter.judge((value != null) ? Long.parseLong(value) : 0, counter.bounds());
			Tally tally = counter.tally();
			this.stage.tally().lost(tally.lost(), counter + ", which is " + value);
			this.stage.tally().wrong(tally.executedTwice(), counter + ", which is " + value);
		}
	}

}
