package io.github.jedistopology.benchmarks.kinds;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.jedistopology.benchmarks.kinds.Delivery.Item;

/**
 * Messages to subscribers. One whose subscription is confirmed once more is told by that
 * that messages may be missing, and so is one whose subscription fails, who then
 * subscribes again.
 */
abstract class Messages implements Channel {

	private static final long PATIENCE_SECONDS = 5;

	private final AtomicInteger told = new AtomicInteger();

	private final CountDownLatch firstConfirmation = new CountDownLatch(1);

	final void confirmed() {
		this.told.incrementAndGet();
		this.firstConfirmation.countDown();
	}

	/** Sends none before there is a subscription. */
	@Override
	public final void send(String item) {
		try {
			this.firstConfirmation.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		publish(item);
	}

	abstract void publish(String item);

	@Override
	public final void failed(RuntimeException failure) {
		this.told.incrementAndGet();
	}

	@Override
	public final int told() {
		return this.told.get();
	}

	@Override
	public final long lost(List<Item> missing) {
		return missing.stream().filter((item) -> item.told() == told()).count();
	}

}
