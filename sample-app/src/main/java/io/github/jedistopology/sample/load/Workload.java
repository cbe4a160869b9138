package io.github.jedistopology.sample.load;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.stereotype.Component;

import io.github.jedistopology.testkit.load.VerifiedLoad;

/**
 * The application's one background load. Thread-safe.
 */
@Component
class Workload implements AutoCloseable {

	private final RedisClusterClient redis;

	private volatile @Nullable VerifiedLoad load;

	private volatile boolean running;

	Workload(RedisClusterClient redis) {
		this.redis = redis;
	}

	/**
	 * Starts a load.
	 * @return whether it did: false when one runs already
	 */
	synchronized boolean start(int rate, int threads) {
		if (this.running) {
			return false;
		}
		this.load = VerifiedLoad.on(this.redis).rate(rate).threads(threads).start();
		this.running = true;
		return true;
	}

	/** Stops the load, and lets it read every key a last time. */
	synchronized void stop() {
		VerifiedLoad load = this.load;
		if (load != null) {
			load.stop();
		}
		this.running = false;
	}

	LoadStatus status() {
		VerifiedLoad load = this.load;
		return (load != null) ? LoadStatus.of(load.report(), this.running) : LoadStatus.NONE;
	}

	@Override
	public void close() {
		VerifiedLoad load = this.load;
		if (load != null) {
			load.close();
		}
	}

}
