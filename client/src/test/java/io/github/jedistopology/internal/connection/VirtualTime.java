package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that only moves when it is told to. It begins a second before it overflows, as
 * {@link System#nanoTime()} is free to.
 */
public final class VirtualTime implements LongSupplier {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	public void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	public long in(Duration duration) {
		return getAsLong() + duration.toNanos();
	}

}
