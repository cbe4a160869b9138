package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Notices that the machine lets nobody run: a thread that wants to run every 10 ms.
 */
final class Stalls implements AutoCloseable {

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);

	private final AtomicLong longest = new AtomicLong();

	private final AtomicLong last = new AtomicLong(System.nanoTime());

	Stalls() {
		this.thread.scheduleWithFixedDelay(this::run, 10, 10, TimeUnit.MILLISECONDS);
	}

	private void run() {
		long now = System.nanoTime();
		this.longest.accumulateAndGet(now - this.last.getAndSet(now), Math::max);
	}

	Duration longest() {
		return Duration.ofNanos(this.longest.get());
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
