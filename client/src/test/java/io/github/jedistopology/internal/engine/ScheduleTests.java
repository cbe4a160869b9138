package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.Trigger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Schedule}. Times are milliseconds; the interval is 10 s.
 */
class ScheduleTests {

	private final Schedule schedule = schedule(new Random(1));

	private static Schedule schedule(Random random) {
		return new Schedule(Duration.ofSeconds(10), random, time(0));
	}

	@Test
	void firstRefreshBeginsAtOnce() {
		this.schedule.want(Trigger.CONNECTION_LOST);
		assertThat(this.schedule.begin(time(0))).isEqualTo(Trigger.CONNECTION_LOST);
	}

	@Test
	void refreshBeginsAtOnceWhenTheLastIsLongAgo() {
		this.schedule.want(Trigger.MOVED);
		this.schedule.begin(time(0));
		this.schedule.want(Trigger.ASK);
		assertThat(this.schedule.begin(time(999))).isNull();
		assertThat(this.schedule.next()).isEqualTo(time(1000));
		assertThat(this.schedule.begin(time(1000))).isEqualTo(Trigger.ASK);
	}

	@Test
	void urgentOnesWaitLess() {
		this.schedule.want(Trigger.MOVED);
		this.schedule.begin(time(0));
		this.schedule.want(Trigger.ASK);
		this.schedule.wantUrgently(Trigger.USER);
		this.schedule.want(Trigger.READONLY);
		assertThat(this.schedule.begin(time(49))).isNull();
		assertThat(this.schedule.begin(time(50))).as("the most impatient gives it its name").isEqualTo(Trigger.USER);
		assertThat(this.schedule.begin(time(1050))).as("all were served").isNull();
	}

	@Test
	void hurryEndsWithTheRefreshThatWasUrgent() {
		this.schedule.wantUrgently(Trigger.USER);
		this.schedule.begin(time(0));
		this.schedule.want(Trigger.ASK);
		assertThat(this.schedule.begin(time(50))).isNull();
	}

	@Test
	void intervalVariesByATenth() {
		Random random = new Random(1);
		Instant earliest = time(Integer.MAX_VALUE);
		Instant latest = time(0);
		for (int client = 0; client < 1000; client++) {
			Instant next = schedule(random).next();
			earliest = next.isBefore(earliest) ? next : earliest;
			latest = next.isAfter(latest) ? next : latest;
		}
		assertThat(earliest).isBetween(time(9000), time(9050));
		assertThat(latest).isBetween(time(10_950), time(11_000));
	}

	@Test
	void periodicRefreshCountsFromTheLastOne() {
		Instant next = this.schedule.next();
		assertThat(this.schedule.begin(next.minusMillis(1))).isNull();
		assertThat(this.schedule.begin(next)).isEqualTo(Trigger.PERIODIC);
		this.schedule.want(Trigger.MOVED);
		this.schedule.begin(time(30_000));
		assertThat(this.schedule.next()).isBetween(time(39_000), time(41_000));
	}

	private static Instant time(long millis) {
		return Instant.EPOCH.plusMillis(millis);
	}

}
