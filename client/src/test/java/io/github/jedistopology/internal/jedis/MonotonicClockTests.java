package io.github.jedistopology.internal.jedis;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MonotonicClock}.
 */
class MonotonicClockTests {

	private final MonotonicClock clock = new MonotonicClock();

	@Test
	void beginsAtTheTimeOfDayAndNeverGoesBack() {
		Instant before = this.clock.instant();
		assertThat(Duration.between(before, Instant.now())).isCloseTo(Duration.ZERO, Duration.ofMinutes(1));
		for (int i = 0; i < 1_000; i++) {
			Instant now = this.clock.instant();
			assertThat(now).isAfterOrEqualTo(before);
			before = now;
		}
	}

}
