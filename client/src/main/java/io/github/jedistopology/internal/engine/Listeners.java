package io.github.jedistopology.internal.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.jedistopology.TopologyListener;

/**
 * Tells listeners what has happened, one call at a time and in order, on a thread of
 * their own. A listener that blocks must not fill the memory with what the others wait
 * for: as long as too many calls wait, further ones are not made. For one teller at a
 * time.
 */
final class Listeners {

	/** A quiet cluster makes so many in hours, one that is down in several minutes. */
	static final int MOST_WAITING = 1024;

	private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

	private final String clusterName;

	private final ThreadPoolExecutor thread;

	private final List<TopologyListener> listeners = new CopyOnWriteArrayList<>();

	private boolean behind;

	/**
	 * Nobody listens yet.
	 * @param clusterName for the log
	 * @param thread a single one, with a queue
	 */
	Listeners(String clusterName, ThreadPoolExecutor thread) {
		this.clusterName = clusterName;
		this.thread = thread;
	}

	void add(TopologyListener listener) {
		this.listeners.add(listener);
	}

	void remove(TopologyListener listener) {
		this.listeners.remove(listener);
	}

	void tell(Consumer<TopologyListener> call) {
		int waiting = this.thread.getQueue().size();
		if (waiting < MOST_WAITING) {
			this.behind &= waiting > 0;
			this.thread.execute(() -> this.listeners.forEach((listener) -> tell(listener, call)));
		}
		else if (!this.behind) {
			this.behind = true;
			logger.warn("Redis Cluster '{}': a topology listener blocks; {} calls wait, further ones are not made",
					this.clusterName, waiting);
		}
	}

	private void tell(TopologyListener listener, Consumer<TopologyListener> call) {
		try {
			call.accept(listener);
		}
		catch (RuntimeException ex) {
			logger.warn("Redis Cluster '{}': a topology listener failed", this.clusterName, ex);
		}
	}

	/** Does something when all that was told so far has been heard. */
	void whenHeard(Runnable task) {
		this.thread.execute(task);
	}

}
