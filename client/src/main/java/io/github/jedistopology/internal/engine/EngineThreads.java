package io.github.jedistopology.internal.engine;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads of an engine, whatever the size of its cluster. Those that have had
 * nothing to do for a while end.
 *
 * @param timer wakes the engine
 * @param queries ask sources; a source that hangs is given up by closing its connection
 * @param roles ask replicas what they are; however many of them hang, sources are asked
 * @param lookups look names up, which nobody can interrupt: one for each configured
 * endpoint, so that none that hangs holds another up
 * @param listeners tells listeners what has happened, in order
 */
record EngineThreads(ScheduledThreadPoolExecutor timer, ThreadPoolExecutor queries, ThreadPoolExecutor roles,
		ThreadPoolExecutor lookups, ThreadPoolExecutor listeners) {

	private static final int ROLES = 3;

	private static final long IDLE_SECONDS = 10;

	static EngineThreads start(String clusterName, int sources, int endpoints) {
		ThreadFactory factory = factory(clusterName);
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory);
		timer.setRemoveOnCancelPolicy(true);
		// One more for the configuration endpoint, and one more so that a source that
		// hangs does not keep the others waiting.
		return new EngineThreads(timer, pool(sources + 2, factory), pool(ROLES, factory), pool(endpoints, factory),
				pool(1, factory));
	}

	private static ThreadPoolExecutor pool(int size, ThreadFactory factory) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static ThreadFactory factory(String clusterName) {
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, "jedis-topology-" + clusterName + "-" + count.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	void shutdown() {
		this.timer.shutdownNow();
		this.queries.shutdownNow();
		this.roles.shutdownNow();
		this.lookups.shutdownNow();
		this.listeners.shutdown();
	}

}
