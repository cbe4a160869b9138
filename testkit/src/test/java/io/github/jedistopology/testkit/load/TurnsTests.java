package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.jedistopology.testkit.load.LoadWorkerTests.ManualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Turns}, on a clock that only moves when somebody waits or works.
 */
class TurnsTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final ManualClock clock = new ManualClock();

	private final List<Long> taken = new ArrayList<>();

	private final List<Long> skipped = new ArrayList<>();

	@Test
	void aTurnIsAwaited() {
		Turns turns = new Turns((turn) -> turn * SECOND, this.clock);
		take(turns, 3, 0);
		assertThat(this.taken).containsExactly(0L, SECOND, 2 * SECOND);
		assertThat(this.clock.nanoTime()).isEqualTo(2 * SECOND);
	}

	@Test
	void aTurnIsGivenUpAfterASecond() {
		Turns turns = new Turns((turn) -> turn, this.clock);
		this.clock.advance(SECOND + 2);
		take(turns, 1, 0);
		assertThat(this.skipped).containsExactly(SECOND + 2, SECOND + 1);
		assertThat(this.taken).containsExactly(2L);
	}

	@Test
	void withoutScheduleEachTurnFollowsTheOneBefore() {
		take(Turns.atOnce(this.clock), 3, 5 * SECOND);
		assertThat(this.taken).containsExactly(0L, 5 * SECOND, 10 * SECOND);
		assertThat(this.skipped).isEmpty();
	}

	@Test
	void anInterruptEndsTheTurns() {
		Turns.atOnce(this.clock).take((due) -> {
			this.taken.add(due);
			Thread.currentThread().interrupt();
		}, this.skipped::add);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.taken).hasSize(1);
	}

	private void take(Turns turns, int count, long nanosEach) {
		turns.take((due) -> {
			this.taken.add(due);
			this.clock.advance(nanosEach);
			if (this.taken.size() == count) {
				turns.stop();
			}
		}, this.skipped::add);
	}

}
