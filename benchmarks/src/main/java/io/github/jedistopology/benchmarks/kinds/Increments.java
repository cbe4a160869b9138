package io.github.jedistopology.benchmarks.kinds;

import java.util.function.ToLongFunction;

import io.github.jedistopology.testkit.load.Counter;

/**
 * Counters, incremented one by one.
 */
final class Increments implements Use {

	private final Stage stage;

	private final Counters counters;

	private final ToLongFunction<String> increment;

	private int next;

	private Increments(Stage stage, ToLongFunction<String> increment) {
		this.stage = stage;
		this.counters = new Counters(stage, 4);
		this.increment = increment;
	}

	static Increments plain(Stage stage) {
		return new Increments(stage, stage.client()::incr);
	}

	/** By a script that is loaded once, and that no other client has. */
	static Increments scripted(Stage stage) {
		String sha = stage.client().scriptLoad("return redis.call('INCR', KEYS[1]) -- " + stage.name());
		return new Increments(stage, (key) -> (long) stage.client().evalsha(sha, 1, key));
	}

	@Override
	public void once() {
		Counter counter = this.counters.all().get(this.next++ % this.counters.all().size());
		counter.begin();
		this.counters.settle(counter,
				() -> this.stage.tally().attempt(() -> this.increment.applyAsLong(counter.name())));
	}

	@Override
	public void verify() {
		this.counters.verify();
	}

}
