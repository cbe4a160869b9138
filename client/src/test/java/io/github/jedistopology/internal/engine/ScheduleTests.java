package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
	void twoBeginAlmostAtOnceAndThenOneEachSecond() {
		begin(0);
		assertThat(begin(49)).isNull();
		assertThat(begin(50)).isEqualTo(Trigger.MOVED);
		assertThat(begin(999)).isNull();
		assertThat(this.schedule.next()).isEqualTo(time(1000));
		assertThat(begin(1000)).isEqualTo(Trigger.MOVED);
		assertThat(begin(1999)).isNull();
		assertThat(begin(5000)).isEqualTo(Trigger.MOVED);
		assertThat(begin(5050)).as("the bucket is full again").isEqualTo(Trigger.MOVED);
		assertThat(begin(5999)).isNull();
	}

	@Test
	void rateSlowsDownAsLongAsNothingIsNew() {
		begin(0);
		this.schedule.slowDown();
		begin(50);
		this.schedule.slowDown();
		assertThat(begin(3999)).isNull();
		assertThat(begin(4000)).isNotNull();
		this.schedule.slowDown();
		assertThat(begin(7999)).as("no slower than this").isNull();
		assertThat(begin(8000)).isNotNull();
		this.schedule.speedUp();
		assertThat(begin(8999)).isNull();
		assertThat(begin(9000)).isNotNull();
	}

	@Test
	void laterIsSoonerWhenASignalComes() {
		begin(0);
		this.schedule.wantLater(Trigger.SETTLING, time(10));
		assertThat(this.schedule.next()).isEqualTo(time(1010));
		this.schedule.want(Trigger.ASK);
		assertThat(this.schedule.begin(time(50))).isEqualTo(Trigger.ASK);
		assertThat(this.schedule.begin(time(1010))).as("served by it").isNull();
	}

	private @Nullable Trigger begin(long millis) {
		this.schedule.want(Trigger.MOVED);
		return this.schedule.begin(time(millis));
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
		begin(50);
		assertThat(begin(100)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0, 0.1", "50, 0.3", "100, 0.5", "1000, 0.5" })
	void intervalVariesMoreInALargerCluster(int nodes, double jitter) {
		this.schedule.sizeIs(nodes);
		double most = 0;
		for (int i = 0; i < 1000; i++) {
			this.schedule.begin(time(0));
			Instant next = this.schedule.next();
			this.schedule.begin(next);
			most = Math.max(most, Math.abs(Duration.between(next, this.schedule.next()).toMillis() / 10_000.0 - 1));
		}
		assertThat(most).isBetween(0.97 * jitter, jitter + 0.001);
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
