package io.github.jedistopology.testkit.adversary;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what passes through a {@link TcpProxy}. Thread-safe.
 */
final class Traffic {

	private final LongAdder requests = new LongAdder();

	private final LongAdder replies = new LongAdder();

	private final LongAdder cuts = new LongAdder();

	void pass(Direction direction, int bytes) {
		adder(direction).add(bytes);
	}

	void cut() {
		this.cuts.increment();
	}

	long bytes(Direction direction) {
		return adder(direction).sum();
	}

	long cuts() {
		return this.cuts.sum();
	}

	private LongAdder adder(Direction direction) {
		return switch (direction) {
			case REQUESTS -> this.requests;
			case REPLIES -> this.replies;
		};
	}

}
