package io.github.jedistopology.internal.command;

import java.util.concurrent.atomic.LongAdder;

import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.Redirection;

/**
 * Counts what happens to commands, without a lock.
 */
final class Counts implements CommandStatistics {

	private final LongAdder moved = new LongAdder();

	private final LongAdder asked = new LongAdder();

	private final LongAdder retries = new LongAdder();

	private final LongAdder maybeExecuted = new LongAdder();

	private final LongAdder resubscriptions = new LongAdder();

	void redirected(Redirection redirection) {
		adder(redirection).increment();
	}

	void retried() {
		this.retries.increment();
	}

	void leftInDoubt() {
		this.maybeExecuted.increment();
	}

	void resubscribed() {
		this.resubscriptions.increment();
	}

	@Override
	public long redirections(Redirection redirection) {
		return adder(redirection).sum();
	}

	@Override
	public long retries() {
		return this.retries.sum();
	}

	@Override
	public long maybeExecuted() {
		return this.maybeExecuted.sum();
	}

	@Override
	public long resubscriptions() {
		return this.resubscriptions.sum();
	}

	private LongAdder adder(Redirection redirection) {
		return switch (redirection) {
			case MOVED -> this.moved;
			case ASK -> this.asked;
		};
	}

}
