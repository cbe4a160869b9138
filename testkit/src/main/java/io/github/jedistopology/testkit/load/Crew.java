package io.github.jedistopology.testkit.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a load.
 */
final class Crew {

	private final List<Thread> threads = new ArrayList<>();

	Crew(String name, List<? extends Runnable> workers) {
		for (Runnable worker : workers) {
			Thread thread = new Thread(worker, name + "-" + this.threads.size());
			thread.setDaemon(true);
			this.threads.add(thread);
		}
	}

	void start() {
		this.threads.forEach(Thread::start);
	}

	/**
	 * Wait for workers that were told to stop, and interrupt those that have not ended by
	 * then.
	 */
	void dismiss(long deadline) {
		this.threads.forEach(LockSupport::unpark);
		this.threads.forEach((thread) -> join(thread, deadline));
	}

	private static void join(Thread thread, long deadline) {
		try {
			TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (thread.isAlive()) {
			thread.interrupt();
		}
	}

}
