package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that look after pools: one for what is quick, a few that may wait for
 * nodes, and others for probes, so that nodes that do not answer keep nobody from those
 * that do. All but the first end when there is nothing to wait for. What cannot be begun,
 * as all threads are busy or the system gives none, is begun a little later; what comes
 * after the shutdown is not done.
 */
public final class PoolThreads {

	private static final int PATIENT_THREADS = 8;

	/** More nodes than that are probed in turn. */
	private static final int PROBE_THREADS = 32;

	private static final long IDLE_SECONDS = 10;

	private static final Duration AGAIN = Duration.ofMillis(50);

	private static final Logger logger = LoggerFactory.getLogger(PoolThreads.class);

	private final ScheduledThreadPoolExecutor quick;

	private final ThreadPoolExecutor patient;

	private final ThreadPoolExecutor probing;

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
		this.probing = new ThreadPoolExecutor(0, PROBE_THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), factory);
	}

	/** Does something quick. */
	void runQuick(Runnable task) {
		runQuickAfter(Duration.ZERO, task);
	}

	/** The same, after a pause. */
	void runQuickAfter(Duration pause, Runnable task) {
		try {
			this.quick.schedule(() -> runSafely(task), pause.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Shut down: nobody needs it any more.
		}
	}

	/** Does something quick again and again, even if it fails. */
	void repeat(Runnable task, Duration pause) {
		long nanos = Math.max(pause.toNanos(), TimeUnit.MILLISECONDS.toNanos(10));
		this.quick.scheduleWithFixedDelay(() -> runSafely(task), nanos, nanos, TimeUnit.NANOSECONDS);
	}

	/** What is thrown would end a repetition, or a thread. */
	private static void runSafely(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("The care for connections failed in {}", Thread.currentThread().getName(), ex);
		}
	}

	/** Does something that may have to wait for a node. */
	void runPatient(Runnable task) {
		runOn(this.patient, task);
	}

	/** The same, after a pause. */
	void runPatientAfter(Duration pause, Runnable task) {
		runQuickAfter(pause, () -> runPatient(task));
	}

	/** Does something that has to wait for a node that may well not answer. */
	void runProbe(Runnable task) {
		runOn(this.probing, task);
	}

	private void runOn(Executor threads, Runnable task) {
		try {
			threads.execute(() -> runSafely(task));
		}
		catch (RejectedExecutionException | Error ex) {
			// All are busy, or OutOfMemoryError: unable to create native thread.
			runQuickAfter(AGAIN, () -> runOn(threads, task));
		}
	}

	/**
	 * What is quick and waits for its turn is still done. What waits for a node is
	 * interrupted, and what would have come later is not done.
	 */
	void shutdown() {
		this.quick.shutdown();
		this.patient.shutdownNow();
		this.probing.shutdownNow();
	}

}
