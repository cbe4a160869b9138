package io.github.jedistopology.benchmarks.kinds;

import java.util.ArrayList;
import java.util.List;

import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.Response;

import io.github.jedistopology.testkit.load.Counter;

/**
 * Counters, each incremented in every pipeline. Each command counts as an operation.
 */
final class Pipelines implements Use {

	private final Stage stage;

	private final List<Counters> counters;

	Pipelines(Stage stage) {
		this.stage = stage;
		this.counters = Tags.all().stream().map((tag) -> new Counters(stage.at(tag), 3)).toList();
	}

	@Override
	public void once() {
		List<Pending> pending = new ArrayList<>();
		try {
			this.stage.tally().watch(() -> {
				send(pending);
				return null;
			});
		}
		finally {
			pending.forEach(this::settle);
		}
	}

	private void send(List<Pending> pending) {
		try (ClusterPipeline pipeline = this.stage.client().pipelined()) {
			for (Counters some : this.counters) {
				for (Counter counter : some.all()) {
					counter.begin();
					pending.add(new Pending(some, counter, pipeline.incr(counter.name())));
				}
			}
			pipeline.sync();
		}
	}

	/** Stock Jedis leaves some responses open, which throw, too. */
	private void settle(Pending pending) {
		try {
			pending.counters.settle(pending.counter, pending.response);
			this.stage.tally().succeeded();
		}
		catch (RuntimeException ex) {
			this.stage.tally().failed(ex);
		}
	}

	@Override
	public void verify() {
		this.counters.forEach(Counters::verify);
	}

	private record Pending(Counters counters, Counter counter, Response<Long> response) {

	}

}
