package io.github.jedistopology.boot.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	static final int QUEUE_CAPACITY = 1000;

	private static final long IDLE_SECONDS = 10;

	private static final Logger logger = LoggerFactory.getLogger(RedisTopologyEventPublisher.class);

	private final RedisClusters clusters;

	private final ApplicationEventPublisher publisher;

	private final Map<TopologyManager, TopologyListener> relays = new LinkedHashMap<>();

	private volatile @Nullable ThreadPoolExecutor executor;

	/**
	 * A publisher that has not started.
	 * @param clusters the clusters
	 * @param publisher takes the events
	 */
	public RedisTopologyEventPublisher(RedisClusters clusters, ApplicationEventPublisher publisher) {
		this.clusters = clusters;
		this.publisher = publisher;
	}

	@Override
	public synchronized void start() {
		if (this.executor != null) {
			return;
		}
		ThreadPoolExecutor executor = executor();
		this.executor = executor;
		for (RedisCluster cluster : this.clusters.byName().values()) {
			TopologyListener relay = new EventRelay(cluster.name(), (event) -> executor.execute(() -> publish(event)));
			this.relays.put(cluster.manager(), relay);
			cluster.manager().addListener(relay);
		}
	}

	private static ThreadPoolExecutor executor() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(QUEUE_CAPACITY), (task) -> {
					Thread thread = new Thread(task, "redis-topology-events");
					thread.setDaemon(true);
					return thread;
				}, (task, full) -> {
					if (!full.isShutdown()) {
						logger.warn("An event of a Redis Cluster's topology is dropped: event listeners are too slow, "
								+ "{} events wait for them", QUEUE_CAPACITY);
					}
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	private void publish(RedisTopologyEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener to events of Redis Cluster '{}' failed", event.clusterName(), ex);
		}
	}

	/** Waits for no event listener. */
	@Override
	public synchronized void stop() {
		this.relays.forEach(TopologyManager::removeListener);
		this.relays.clear();
		ThreadPoolExecutor executor = this.executor;
		if (executor != null) {
			executor.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	/** Before a web server starts, and after it stops. */
	@Override
	public int getPhase() {
		return 0;
	}

}
