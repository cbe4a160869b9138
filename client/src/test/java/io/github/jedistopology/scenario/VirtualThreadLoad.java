package io.github.jedistopology.scenario;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisException;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.RetryPolicy;

/**
 * Virtual threads that all begin at once, on a client that has no connection yet. A
 * program of its own, for a JVM that has virtual threads.
 * <p>
 * What a thread gets depends on the client alone. Each thread goes to all shards in turn:
 * with keys chosen at random, those who happen to miss the busiest node for a while would
 * have more commands answered. And commands count from the moment that all threads run:
 * the JVM needs a while to wake that many, and meanwhile the first have the connections
 * to themselves.
 */
final class VirtualThreadLoad {

	private static final int MANY = 15;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final RedisClusterClient client;

	/** One of each shard. */
	private final List<String> keys;

	private final AtomicLongArray shares;

	private final CountDownLatch start = new CountDownLatch(1);

	private final CountDownLatch running;

	private volatile @Nullable JedisException failure;

	private VirtualThreadLoad(RedisClusterClient client, List<String> keys, int threads) {
		this.client = client;
		this.keys = keys;
		this.shares = new AtomicLongArray(threads);
		this.running = new CountDownLatch(threads);
	}

	/**
	 * Prints how many commands of each thread were answered, in one line.
	 * @param args the contender; the endpoint; how many threads; how many seconds to run,
	 * and how many at the most as long as the threads had few commands answered; a key of
	 * each shard
	 */
	public static void main(String[] args) throws Exception {
		VirtualThreadLoad load = new VirtualThreadLoad(start(Contender.valueOf(args[0]), args[1]),
				List.of(args).subList(5, args.length), Integer.parseInt(args[2]));
		load.run(Duration.ofSeconds(Long.parseLong(args[3])), Duration.ofSeconds(Long.parseLong(args[4])));
		// No close(): a client that starves its threads may not come to its end, either.
		Runtime.getRuntime().halt(0);
	}

	/** Stock Jedis waits for a connection for ever. */
	private static RedisClusterClient start(Contender contender, String endpoint) {
		return (contender != Contender.JEDIS_TOPOLOGY) ? contender.start(endpoint, HostResolver.SYSTEM)
				: JedisTopology.builder()
					.endpoints(endpoint)
					.pool(new PoolSettings(64, PATIENCE, Duration.ofMinutes(1)))
					.retry(new RetryPolicy(32, PATIENCE, Duration.ofMillis(10), Duration.ofMillis(500)))
					.build()
					.client();
	}

	private void run(Duration atLeast, Duration atMost) throws Exception {
		Method startVirtualThread = Thread.class.getMethod("startVirtualThread", Runnable.class);
		for (int i = 0; i < this.shares.length(); i++) {
			int thread = i;
			startVirtualThread.invoke(null, (Runnable) () -> loop(thread));
		}
		this.start.countDown();
		long end = System.nanoTime() + atMost.toNanos();
		Awaitility.await()
			.pollDelay(atLeast)
			.pollInterval(Duration.ofMillis(10))
			.atMost(atMost.plus(PATIENCE))
			.until(() -> shares().average().orElse(0) >= MANY || System.nanoTime() >= end);
		if (this.failure != null) {
			System.out.println(this.failure);
		}
		System.out.println(shares().mapToObj(Long::toString).collect(Collectors.joining(" ")));
	}

	private LongStream shares() {
		return IntStream.range(0, this.shares.length()).mapToLong(this.shares::get);
	}

	private void awaitStart() {
		try {
			this.start.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void loop(int thread) {
		awaitStart();
		this.running.countDown();
		for (int i = 0;; i++) {
			String key = this.keys.get((thread + i) % this.keys.size());
			try {
				if (i % 2 == 0) {
					this.client.set(key, "value");
				}
				else {
					this.client.get(key);
				}
				if (this.running.getCount() == 0) {
					this.shares.incrementAndGet(thread);
				}
			}
			catch (JedisException ex) {
				this.failure = ex;
			}
		}
	}

}
