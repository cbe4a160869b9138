package io.github.jedistopology.scenario;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes threads that keep nobody from ending, whatever they wait for.
 */
final class DaemonThreads {

	private DaemonThreads() {
	}

	/** One for each task that has not ended. */
	static ExecutorService pool() {
		return Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});
	}

}
