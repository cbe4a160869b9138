package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;

import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.LoadTarget;
import io.github.jedistopology.testkit.load.TroubleWatch;
import io.github.jedistopology.testkit.load.VerifiedLoad;

/**
 * A client under load.
 */
final class Entrant implements Participant, AutoCloseable {

	private static final int THREADS = 16;

	private static final int RATE = 400;

	private static final Duration SLOW = Duration.ofMillis(250);

	private final Contender contender;

	private final Subject subject;

	private final TroubleWatch watch = new TroubleWatch(SLOW);

	private final VerifiedLoad load;

	Entrant(Contender contender, RedisClusterLab lab) {
		this.contender = contender;
		this.subject = contender.start(lab, ReadFrom.PRIMARY);
		this.load = VerifiedLoad.on(this.watch.over(LoadTarget.of(this.subject.client())))
			.threads(THREADS)
			.rate(RATE)
			.keyPrefix(contender.name())
			.start();
	}

	Contender contender() {
		return this.contender;
	}

	@Override
	public long lastTrouble() {
		return this.watch.lastTrouble();
	}

	LoadReport stop() {
		return this.load.stop();
	}

	@Override
	public void close() {
		this.load.close();
		this.subject.close();
	}

}
