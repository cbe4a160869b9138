package io.github.jedistopology.benchmarks.refresh;

import java.lang.management.ManagementFactory;
import java.net.UnknownHostException;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;

/**
 * What a refresh costs the thread that makes it, in memory and in time of the processor.
 * The least time is what it takes: whatever else runs on the machine only adds to it.
 */
public final class RefreshCost {

	private static final int RUNS = 3000;

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private RefreshCost() {
	}

	/**
	 * Measures and prints.
	 * @param arguments none
	 */
	public static void main(String... arguments) throws UnknownHostException {
		RefreshBenchmark benchmark = new RefreshBenchmark();
		benchmark.start();
		System.out.println("| | Allocated, MB | CPU, least, ms | CPU, median, ms |");
		System.out.println("|---|---:|---:|---:|");
		print("one view", benchmark::readOneView);
		print("a refresh", benchmark::refresh);
	}

	private static void print(String name, Runnable work) {
		long[] nanos = new long[RUNS];
		long bytes = 0;
		for (int run = 0; run < RUNS; run++) {
			long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
			long before = THREADS.getCurrentThreadCpuTime();
			work.run();
			nanos[run] = THREADS.getCurrentThreadCpuTime() - before;
			bytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
		}
		// The first half is there to be compiled.
		Arrays.sort(nanos, RUNS / 2, RUNS);
		System.out.printf("| %s | %.1f | %.1f | %.1f |%n", name, bytes / 1e6, nanos[RUNS / 2] / 1e6,
				nanos[RUNS * 3 / 4] / 1e6);
	}

}
