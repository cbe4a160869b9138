package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that look after pools: one for what is quick, and a few that may wait for
 * nodes, which end when there is nothing to wait for. What comes after the shutdown is
 * not done.
 */
public final class PoolThreads {

	private static final int PATIENT_THREADS = 8;

	private static final long IDLE_SECONDS = 10;

	private final ScheduledThreadPoolExecutor quick;

	private final ThreadPoolExecutor patient;

	/**
	 * Threads that are started when they are needed.
	 * @param factory makes them
	 */
	public PoolThreads(ThreadFactory factory) {
		this.quick = new ScheduledThreadPoolExecutor(1, factory);
		this.quick.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.patient = new ThreadPoolExecutor(PATIENT_THREADS, PATIENT_THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		this.patient.allowCoreThreadTimeOut(true);
	}

	/** Does something quick. */
	void run(Runnable task) {
		unlessShutDown(() -> this.quick.execute(task));
	}

	/** Does something quick again and again. */
	void repeat(Runnable task, Duration pause) {
		long nanos = Math.max(pause.toNanos(), TimeUnit.MILLISECONDS.toNanos(10));
		this.quick.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
	}

	/** Does something that may have to wait for a node. */
	void await(Runnable task) {
		unlessShutDown(() -> this.patient.execute(task));
	}

	/** The same, after a pause. */
	void awaitAfter(Duration pause, Runnable task) {
		unlessShutDown(() -> this.quick.schedule(() -> await(task), pause.toNanos(), TimeUnit.NANOSECONDS));
	}

	private static void unlessShutDown(Runnable submission) {
		try {
			submission.run();
		}
		catch (RejectedExecutionException ex) {
			// Nobody needs it any more.
		}
	}

	/** What is waiting to be run is still done, what would come later is not. */
	void shutdown() {
		this.quick.shutdown();
		this.patient.shutdownNow();
	}

}
