package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;

import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.LoadTarget;
import io.github.jedistopology.testkit.load.TroubleWatch;
import io.github.jedistopology.testkit.load.VerifiedLoad;

/**
 * A client under load.
 */
final class Entrant implements AutoCloseable {

	private static final int THREADS = 16;

	private static final int RATE = 400;

	private static final Duration QUIET = Duration.ofMillis(1500);

	private final Contender contender;

	private final RedisClusterClient client;

	private final TroubleWatch watch;

	private final VerifiedLoad load;

	Entrant(Contender contender, RedisClusterLab lab) {
		this.contender = contender;
		this.client = contender.start(lab);
		this.watch = new TroubleWatch(LoadTarget.of(this.client));
		this.load = VerifiedLoad.on(this.watch).threads(THREADS).rate(RATE).keyPrefix(contender.name()).start();
	}

	Contender contender() {
		return this.contender;
	}

	/** Whether nothing has failed or been slow since a moment, and for a while. */
	boolean isWellSince(long nanoTime) {
		return System.nanoTime() - Math.max(nanoTime, this.watch.lastTrouble()) > QUIET.toNanos();
	}

	/** How long after a moment the last trouble was over. */
	Duration troubleSince(long nanoTime) {
		return Duration.ofNanos(Math.max(0, this.watch.lastTrouble() - nanoTime));
	}

	LoadReport stop() {
		return this.load.stop();
	}

	@Override
	public void close() {
		this.load.close();
		this.client.close();
	}

}
