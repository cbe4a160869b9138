package io.github.jedistopology.boot.event;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;

/**
 * Publishes {@link RedisTopologyEvent}s of all clusters while the application runs. They
 * wait in a queue of their own, since a {@link TopologyListener} must not block and an
 * event listener may; when the queue is full, further events are dropped.
 */
public final class RedisTopologyEventPublisher implements SmartLifecycle {

	/** The end of an application is to take less than a second. */
	private static final Duration STOP_PATIENCE = Duration.ofMillis(500);

	private final RedisClusters clusters;

	private final ApplicationEventPublisher publisher;

	private final ThreadFactory threadFactory;

	private final Map<TopologyManager, TopologyListener> relays = new LinkedHashMap<>();

	private volatile @Nullable EventQueue queue;

	/**
	 * A publisher that has not started.
	 * @param clusters the clusters
	 * @param publisher takes the events
	 * @param threadFactory makes the thread that event listeners run on
	 */
	public RedisTopologyEventPublisher(RedisClusters clusters, ApplicationEventPublisher publisher,
			ThreadFactory threadFactory) {
		this.clusters = clusters;
		this.publisher = publisher;
		this.threadFactory = threadFactory;
	}

	@Override
	public synchronized void start() {
		if (this.queue != null) {
			return;
		}
		EventQueue queue = new EventQueue(this.publisher::publishEvent, this.threadFactory);
		this.queue = queue;
		for (RedisCluster cluster : this.clusters.byName().values()) {
			TopologyListener relay = new EventRelay(cluster.name(), queue::add);
			this.relays.put(cluster.manager(), relay);
			cluster.manager().addListener(relay);
		}
	}

	/** Gives event listeners half a second to finish. */
	@Override
	public synchronized void stop() {
		this.relays.forEach(TopologyManager::removeListener);
		this.relays.clear();
		EventQueue queue = this.queue;
		if (queue != null) {
			queue.close(STOP_PATIENCE);
			this.queue = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.queue != null;
	}

	/** Before a web server starts, and after it stops. */
	@Override
	public int getPhase() {
		return 0;
	}

}
