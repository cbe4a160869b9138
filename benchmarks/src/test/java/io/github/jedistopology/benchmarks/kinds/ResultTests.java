package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.benchmarks.changes.Healing;

import static org.assertj.core.api.Assertions.assertThat;

class ResultTests {

	@Test
	void countsAreSumsAndTimesAreMedians() {
		assertThat(Result.cell(
				List.of(result(1000, 0, 0, 0, 0, 2100), result(1100, 3, 2, 0, 0, 1000), result(1200, 1, 1, 0, 0, 9000)),
				true))
			.isEqualTo("4 of 3,300 (3 in doubt); 0.10");
	}

	@Test
	void whatIsLostOrWrongStandsOut() {
		assertThat(Result.cell(List.of(result(10, 0, 0, 3, 1, 2000)), true))
			.isEqualTo("0 of 10, **3 lost**, **1 wrong**; 0.00");
	}

	@Test
	void clientThatTellsNoDoubtHasNone() {
		assertThat(Result.cell(List.of(result(10, 2, 2, 0, 0, 2000)), false)).isEqualTo("2 of 10; 0.00");
	}

	private static Result result(long operations, long failed, long inDoubt, long lost, long wrong, long millis) {
		return new Result(new Counts(operations, failed, inDoubt, lost, wrong),
				new Healing(Duration.ofSeconds(2), Duration.ofMillis(millis)));
	}

}
