package io.github.jedistopology.benchmarks;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowTests {

	@Test
	void putsOursFirstAndFiguresInTheirUnits() {
		Round round = new Round(turn(40_000, 500), turn(20_000, 1000));
		assertThat(new Row(16, Collections.nCopies(6, round))).hasToString(
				"| 16 | **2.000** (2.000 to 2.000) | 20,000 : 10,000 | 0.50 : 1.00 | 200 : 400 | 25.0 : 50.0 |%n"
					.formatted());
	}

	@Test
	void oneBadRoundDoesNotChangeTheFigures() {
		Round good = new Round(turn(20_000, 500), turn(20_000, 500));
		Round bad = new Round(turn(200, 90_000), turn(200, 90_000));
		assertThat(new Row(1, List.of(good, good, bad, good, good, good)))
			.hasToString(new Row(1, Collections.nCopies(6, good)).toString());
	}

	private static Turn turn(long commands, long p99Micros) {
		return new Turn(commands, commands / 2.0, Duration.ofNanos(p99Micros * 1000), 8_000_000, Duration.ofSeconds(1));
	}

}
