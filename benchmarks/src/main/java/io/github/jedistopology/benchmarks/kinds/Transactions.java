package io.github.jedistopology.benchmarks.kinds;

import java.util.List;

import redis.clients.jedis.AbstractTransaction;

import io.github.jedistopology.testkit.load.Counter;

/**
 * Two counters of one slot, incremented together: both or none.
 */
final class Transactions implements Use {

	private final Stage stage;

	private final Counters counters;

	Transactions(Stage stage) {
		this.stage = stage;
		this.counters = new Counters(stage, 2);
	}

	@Override
	public void once() {
		Counter first = this.counters.all().get(0);
		Counter second = this.counters.all().get(1);
		first.begin();
		second.begin();
		try {
			List<Object> replies = this.stage.tally().attempt(() -> increment(first.name(), second.name()));
			first.acknowledged((long) replies.get(0));
			second.acknowledged((long) replies.get(1));
		}
		catch (RuntimeException ex) {
			if (!this.stage.tally().isInDoubt(ex)) {
				first.notExecuted();
				second.notExecuted();
			}
			throw ex;
		}
	}

	private List<Object> increment(String first, String second) {
		try (AbstractTransaction transaction = this.stage.subject().transactions().apply(first)) {
			transaction.incr(first);
			transaction.incr(second);
			return transaction.exec();
		}
	}

	@Override
	public void verify() {
		this.counters.verify();
		List<String> values = this.counters.all().stream().map(Counter::name).map(this.stage.other()::get).toList();
		if (values.stream().distinct().count() > 1) {
			this.stage.tally().wrong(1, "two counters that are one transaction's: " + values);
		}
	}

}
