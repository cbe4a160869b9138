package io.github.jedistopology.benchmarks.refresh;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import io.github.jedistopology.SlotRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlotLookUpBenchmark}, and that what it measures allocates nothing.
 */
class SlotLookUpBenchmarkTests {

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private final SlotLookUpBenchmark benchmark = new SlotLookUpBenchmark();

	@Test
	void ownerOfASlotIsFoundWithoutAllocating() {
		this.benchmark.start();
		assertThat(lookAllUp()).as("the first time, classes are loaded").isEqualTo(SlotRange.SLOTS);
		long before = THREADS.getCurrentThreadAllocatedBytes();
		int found = lookAllUp();
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		assertThat(found).isEqualTo(SlotRange.SLOTS);
		assertThat(allocated).as("bytes for all slots").isZero();
	}

	private int lookAllUp() {
		int found = 0;
		for (int i = 0; i < SlotRange.SLOTS; i++) {
			found += (this.benchmark.topology() != null) ? 1 : 0;
		}
		return found;
	}

}
