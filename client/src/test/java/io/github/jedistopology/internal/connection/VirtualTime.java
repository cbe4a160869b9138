package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that only moves when it is told to, unless it {@linkplain #running() runs}. It
 * begins a second before it overflows, as {@link System#nanoTime()} is free to.
 */
public final class VirtualTime implements LongSupplier {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	private volatile long step;

	@Override
	public long getAsLong() {
		return this.nanos.addAndGet(this.step);
	}

	/** From now on it moves at each look, as a real one does. */
	public VirtualTime running() {
		this.step = 1;
		return this;
	}

	public void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	public long in(Duration duration) {
		return getAsLong() + duration.toNanos();
	}

}
