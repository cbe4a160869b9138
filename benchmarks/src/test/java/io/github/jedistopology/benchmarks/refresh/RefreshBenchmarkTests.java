package io.github.jedistopology.benchmarks.refresh;

import java.lang.management.ManagementFactory;
import java.net.UnknownHostException;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import io.github.jedistopology.Topology;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefreshBenchmark}, and for the memory that a refresh may take. The
 * bound holds before anything is compiled; afterwards it takes two thirds of that.
 */
class RefreshBenchmarkTests {

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private static final long MOST = 8_000_000;

	@Test
	void refreshOfAThousandNodesTakesLittleMemory() throws UnknownHostException {
		RefreshBenchmark benchmark = new RefreshBenchmark();
		benchmark.start();
		benchmark.refresh();
		long before = THREADS.getCurrentThreadAllocatedBytes();
		Topology topology = benchmark.refresh();
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		assertThat(topology.nodes()).hasSize(LargeCluster.NODES);
		assertThat(allocated).isBetween(1_000_000L, MOST);
	}

}
