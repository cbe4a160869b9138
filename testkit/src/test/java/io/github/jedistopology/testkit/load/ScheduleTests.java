package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Schedule}.
 */
class ScheduleTests {

	@Test
	void theTurnsOfAllThreadsAreEvenlySpaced() {
		TreeSet<Long> due = new TreeSet<>();
		for (int thread = 0; thread < 4; thread++) {
			Schedule schedule = new Schedule(500, 1000, 4, thread);
			for (int turn = 0; turn < 5; turn++) {
				due.add(schedule.due(turn));
			}
		}
		assertThat(due).hasSize(20).first().isEqualTo(500L);
		long next = 500;
		for (long time : due) {
			assertThat(time).isEqualTo(next);
			next += 1_000_000;
		}
	}

	@Test
	void aRateThatDoesNotDivideASecondStaysExact() {
		assertThat(new Schedule(0, 3, 1, 0).due(3_000_000)).isEqualTo(Duration.ofSeconds(1_000_000).toNanos());
	}

	@Test
	void aWeekAtAMillionASecondDoesNotOverflow() {
		long week = Duration.ofDays(7).toSeconds();
		assertThat(new Schedule(0, 1_000_000, 8, 0).due(week * 1_000_000 / 8)).isEqualTo(Duration.ofDays(7).toNanos());
	}

}
