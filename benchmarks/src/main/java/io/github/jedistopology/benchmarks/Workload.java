package io.github.jedistopology.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import org.openjdk.jmh.util.SampleBuffer;
import redis.clients.jedis.RedisClusterClient;

/**
 * Four GETs to one SET, on keys of all slots. Each thread sends one command after the
 * other, the same ones in the same order whoever's client it is.
 */
final class Workload {

	private static final List<String> KEYS = IntStream.range(0, 1024).mapToObj((i) -> "key:" + i).toList();

	private static final String VALUE = "v".repeat(100);

	private static final OperatingSystemMXBean PROCESS = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private Workload() {
	}

	/** Lets every key have a value. */
	static void prepare(RedisClusterClient redis) {
		KEYS.forEach((key) -> redis.set(key, VALUE));
	}

	static Turn run(RedisClusterClient redis, int threads, Duration duration)
			throws InterruptedException, ExecutionException {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			// Nobody shall pay for the other's garbage.
			System.gc();
			long cpuBefore = PROCESS.getProcessCpuTime();
			CyclicBarrier start = new CyclicBarrier(threads);
			List<Future<Share>> shares = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				SplittableRandom random = new SplittableRandom(i);
				shares.add(executor.submit(() -> {
					start.await();
					return share(redis, random, duration.toNanos());
				}));
			}
			SampleBuffer latencies = new SampleBuffer();
			double commandsPerSecond = 0;
			long allocatedBytes = 0;
			for (Future<Share> share : shares) {
				latencies.addAll(share.get().latencies());
				commandsPerSecond += share.get().commandsPerSecond();
				allocatedBytes += share.get().allocatedBytes();
			}
			return new Turn(latencies.count(), commandsPerSecond,
					Duration.ofNanos((long) latencies.getStatistics(1).getPercentile(99)), allocatedBytes,
					Duration.ofNanos(PROCESS.getProcessCpuTime() - cpuBefore));
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static Share share(RedisClusterClient redis, SplittableRandom random, long nanos) {
		SampleBuffer latencies = new SampleBuffer();
		long allocatedBytes = 0;
		long begin = System.nanoTime();
		long now = begin;
		do {
			long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
			send(redis, random);
			allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
			long after = System.nanoTime();
			latencies.add(after - now);
			now = after;
		}
		while (now - begin < nanos);
		return new Share(latencies, now - begin, allocatedBytes);
	}

	private static void send(RedisClusterClient redis, SplittableRandom random) {
		String key = KEYS.get(random.nextInt(KEYS.size()));
		if (random.nextInt(5) == 0) {
			redis.set(key, VALUE);
		}
		else if (!VALUE.equals(redis.get(key))) {
			throw new IllegalStateException("%s has another value than was set".formatted(key));
		}
	}

	/**
	 * What one thread did, in its own time: who is served last makes the others' turn no
	 * longer.
	 */
	private record Share(SampleBuffer latencies, long nanos, long allocatedBytes) {

		double commandsPerSecond() {
			return this.latencies.count() * 1e9 / this.nanos;
		}

	}

}
