package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.Trigger;

/**
 * Says when the next refresh begins and why. The first signal is followed at once; those
 * that come in a row share a token bucket that yields one refresh a second, and less as
 * long as refreshes find nothing new. Without signals the interval passes. Whatever was
 * wanted during a refresh is still wanted after it.
 */
final class Schedule {

	/** Refreshes that signals ask for come at this rate, two more or less at once. */
	static final Duration PAUSE = Duration.ofSeconds(1);

	/** The rate to which they slow down as long as they find nothing new. */
	static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

	/** No two refreshes begin closer to one another, whoever wants them. */
	static final Duration GAP = Duration.ofMillis(50);

	/** From so many nodes on the interval is jittered by half, instead of by a tenth. */
	private static final int LARGE_CLUSTER = 100;

	private static final int BURST = 2;

	private final Duration interval;

	private final Random random;

	private @Nullable Trigger wanted;

	private Instant wantedAt = Instant.MAX;

	private boolean urgent;

	private Duration pause = PAUSE;

	private Instant lastStart = Instant.MIN;

	private int tokens = BURST;

	/** When the bucket got its last token. */
	private Instant refilledAt;

	private Instant periodic;

	private double jitter = 0.1;

	Schedule(Duration interval, Random random, Instant now) {
		this.interval = interval;
		this.random = random;
		this.refilledAt = now;
		this.periodic = afterInterval(now);
	}

	/** Clients of a large cluster tend to be many. */
	void sizeIs(int nodes) {
		this.jitter = 0.1 + 0.4 * Math.min(1.0, (double) nodes / LARGE_CLUSTER);
	}

	/** A refresh as soon as there is a token for it. */
	void want(Trigger trigger) {
		want(trigger, Instant.MIN);
	}

	/** A refresh that nobody waits for: news needs time to spread. */
	void wantLater(Trigger trigger, Instant now) {
		want(trigger, now.plus(this.pause));
	}

	/** A refresh that needs no token. */
	void wantUrgently(Trigger trigger) {
		if (!this.urgent) {
			this.wanted = trigger;
			this.wantedAt = Instant.MIN;
			this.urgent = true;
		}
	}

	/** The most impatient gives the refresh its time and its name. */
	private void want(Trigger trigger, Instant at) {
		if (at.isBefore(this.wantedAt)) {
			this.wanted = trigger;
			this.wantedAt = at;
		}
	}

	/** When the next refresh begins, unless something wants it sooner. */
	Instant next() {
		if (this.wanted == null) {
			return this.periodic;
		}
		Instant afterGap = this.lastStart.equals(Instant.MIN) ? Instant.MIN : this.lastStart.plus(GAP);
		return this.urgent ? afterGap : latest(latest(afterGap, this.wantedAt), nextToken());
	}

	private Instant nextToken() {
		return (this.tokens > 0) ? Instant.MIN : this.refilledAt.plus(this.pause);
	}

	/** Begins a refresh that is due. */
	@Nullable Trigger begin(Instant now) {
		if (next().isAfter(now)) {
			return null;
		}
		Trigger trigger = (this.wanted != null) ? this.wanted : Trigger.PERIODIC;
		this.wanted = null;
		this.wantedAt = Instant.MAX;
		this.urgent = false;
		this.lastStart = now;
		takeToken(now);
		this.periodic = afterInterval(now);
		return trigger;
	}

	/** A refresh that a signal asked for has found nothing new. */
	void slowDown() {
		Duration twice = this.pause.multipliedBy(2);
		this.pause = (twice.compareTo(LONGEST_PAUSE) < 0) ? twice : LONGEST_PAUSE;
	}

	/** Something is new. */
	void speedUp() {
		this.pause = PAUSE;
	}

	private void takeToken(Instant now) {
		long yield = Duration.between(this.refilledAt, now).toNanos() / this.pause.toNanos();
		if (this.tokens + yield >= BURST) {
			this.tokens = BURST;
			this.refilledAt = now;
		}
		else {
			this.tokens += (int) yield;
			this.refilledAt = this.refilledAt.plus(this.pause.multipliedBy(yield));
		}
		this.tokens = Math.max(0, this.tokens - 1);
	}

	private static Instant latest(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/** Clients that were started together do not stay in step. */
	private Instant afterInterval(Instant now) {
		double factor = 1 + this.jitter * (2 * this.random.nextDouble() - 1);
		return now.plusNanos((long) (this.interval.toNanos() * factor));
	}

}
