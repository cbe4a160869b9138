package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.benchmarks.changes.Contender;
import io.github.jedistopology.benchmarks.changes.Participant;
import io.github.jedistopology.benchmarks.changes.Subject;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * One kind of command, used by the callers of one client.
 */
final class Practice implements Participant, AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Kind kind;

	private final Contender contender;

	private final Subject subject;

	private final Tally tally;

	private final List<Use> uses = new ArrayList<>();

	private final ScheduledThreadPoolExecutor callers;

	/**
	 * Prepares it.
	 * @param other a client to prepare, to send and to verify with
	 */
	Practice(Kind kind, Contender contender, RedisClusterLab lab, RedisClusterClient other) {
		this.kind = kind;
		this.contender = contender;
		this.subject = contender.start(lab, kind.reads());
		this.tally = new Tally(this.subject.mayHaveExecuted());
		String name = "%s-%s-%08x".formatted(kind, contender, ThreadLocalRandom.current().nextInt());
		kind.tags()
			.forEach((tag) -> this.uses.add(kind.use(new Stage(lab, this.subject, other, tag, name, this.tally))));
		this.callers = new ScheduledThreadPoolExecutor(this.uses.size());
	}

	Kind kind() {
		return this.kind;
	}

	Contender contender() {
		return this.contender;
	}

	/** Whether it works while nothing is wrong with the cluster. */
	boolean rehearse() {
		this.uses.forEach(Practice::once);
		return this.tally.counts().failed() == 0;
	}

	void start() {
		this.uses.forEach((use) -> this.callers.scheduleWithFixedDelay(() -> once(use), 0, Kind.PAUSE.toMillis(),
				TimeUnit.MILLISECONDS));
	}

	private static void once(Use use) {
		try {
			use.once();
		}
		catch (RuntimeException ex) {
			// The tally knows.
		}
	}

	@Override
	public long lastTrouble() {
		return this.tally.lastTrouble();
	}

	/** Looks at what is left of it in the cluster, after its {@linkplain #end() end}. */
	Counts verify() {
		this.uses.forEach(Use::verify);
		return this.tally.counts();
	}

	/** Waits for the callers, and tells what goes on in the background to end. */
	void end() {
		this.callers.shutdown();
		try {
			if (!this.callers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				this.callers.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.uses.forEach(Use::close);
	}

	@Override
	public void close() {
		end();
		this.subject.close();
	}

	/** Whose it is, and what has gone wrong. */
	@Override
	public String toString() {
		return "%s, %s: %s".formatted(this.kind, this.contender.label(), this.tally);
	}

}
