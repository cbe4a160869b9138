package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.Trigger;

/**
 * Says when the next refresh begins and why: at once when the last one is long enough
 * ago, a little later otherwise, and at the latest when the interval has passed. Whatever
 * was wanted during a refresh is still wanted after it.
 */
final class Schedule {

	/** Refreshes that no command waits for begin at least so far apart. */
	static final Duration PAUSE = Duration.ofSeconds(1);

	/** The same for those that a command or a user waits for. */
	static final Duration URGENT_PAUSE = Duration.ofMillis(50);

	private final Duration interval;

	private final Random random;

	private @Nullable Trigger wanted;

	private Duration pause = PAUSE;

	private Instant lastStart = Instant.MIN;

	private Instant periodic;

	Schedule(Duration interval, Random random, Instant now) {
		this.interval = interval;
		this.random = random;
		this.periodic = afterInterval(now);
	}

	void want(Trigger trigger) {
		want(trigger, PAUSE);
	}

	void wantUrgently(Trigger trigger) {
		want(trigger, URGENT_PAUSE);
	}

	/** The most impatient gives the refresh its time and its name. */
	private void want(Trigger trigger, Duration pause) {
		if (this.wanted == null || pause.compareTo(this.pause) < 0) {
			this.wanted = trigger;
			this.pause = pause;
		}
	}

	/** When the next refresh begins, unless something wants it sooner. */
	Instant next() {
		if (this.wanted == null) {
			return this.periodic;
		}
		return this.lastStart.equals(Instant.MIN) ? Instant.MIN : this.lastStart.plus(this.pause);
	}

	/** Begins a refresh that is due. */
	@Nullable Trigger begin(Instant now) {
		if (next().isAfter(now)) {
			return null;
		}
		Trigger trigger = (this.wanted != null) ? this.wanted : Trigger.PERIODIC;
		this.wanted = null;
		this.lastStart = now;
		this.periodic = afterInterval(now);
		return trigger;
	}

	/** Clients that were started together do not stay in step: a tenth more or less. */
	private Instant afterInterval(Instant now) {
		long nanos = this.interval.toNanos();
		return now.plusNanos(nanos - nanos / 10 + (long) (this.random.nextDouble() * (nanos / 5.0)));
	}

}
