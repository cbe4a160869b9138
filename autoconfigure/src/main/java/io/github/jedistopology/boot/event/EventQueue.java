package io.github.jedistopology.boot.event;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events over one at a time and in order, on a thread of its own that is there as
 * long as there are any. When too many wait, further ones are dropped until all of these
 * are through. Thread-safe.
 */
final class EventQueue {

	static final int CAPACITY = 1000;

	private static final long IDLE_SECONDS = 10;

	private static final Logger logger = LoggerFactory.getLogger(EventQueue.class);

	private final Consumer<RedisTopologyEvent> consumer;

	private final AtomicLong dropped = new AtomicLong();

	private final ThreadPoolExecutor executor;

	EventQueue(Consumer<RedisTopologyEvent> consumer, ThreadFactory threadFactory) {
		this.consumer = consumer;
		this.executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(CAPACITY), threadFactory, (task, executor) -> {
					if (!executor.isShutdown()) {
						drop();
					}
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	void add(RedisTopologyEvent event) {
		this.executor.execute(() -> take(event));
	}

	private void take(RedisTopologyEvent event) {
		try {
			this.consumer.accept(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener to events of Redis Cluster '{}' failed", event.clusterName(), ex);
		}
		if (this.executor.getQueue().isEmpty()) {
			long dropped = this.dropped.getAndSet(0);
			if (dropped > 0) {
				logger.info("Event listeners have caught up; {} events of Redis Clusters' topologies were dropped",
						dropped);
			}
		}
	}

	/** Logs once: those that come while listeners are stuck are many. */
	private void drop() {
		if (this.dropped.getAndIncrement() == 0) {
			logger.warn("Event listeners are too slow: {} events of Redis Clusters' topologies wait for them, "
					+ "further ones are dropped", CAPACITY);
		}
	}

	/**
	 * Takes no more events, and gives listeners some time for those that wait. Then the
	 * one that is at work is interrupted.
	 */
	void close(Duration patience) {
		this.executor.shutdown();
		try {
			this.executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.executor.shutdownNow();
	}

}
