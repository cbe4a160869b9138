package io.github.jedistopology.testkit.adversary;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When connections came. Thread-safe.
 */
final class Arrivals {

	private final InstantSource clock;

	private final List<Instant> times = new ArrayList<>();

	Arrivals(InstantSource clock) {
		this.clock = clock;
	}

	synchronized void add() {
		this.times.add(this.clock.instant());
	}

	synchronized int count() {
		return this.times.size();
	}

	synchronized @Nullable Instant last() {
		return this.times.isEmpty() ? null : this.times.get(this.times.size() - 1);
	}

	synchronized List<Instant> after(Instant time) {
		return this.times.stream().filter((arrival) -> arrival.isAfter(time)).toList();
	}

}
