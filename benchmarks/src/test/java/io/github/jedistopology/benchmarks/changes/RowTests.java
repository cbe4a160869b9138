package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.jedistopology.testkit.load.LoadReport;

import static org.assertj.core.api.Assertions.assertThat;

class RowTests {

	@Test
	void countsAreSumsAndTimesAreMedians() {
		assertThat(row(outcome(1, 100, healing(2000, 2100)), outcome(2, 3456, healing(1900, 1999)),
				outcome(3, 200, healing(2500, 9000))))
			.isEqualTo("| primary killed | 1 | stock Jedis | 3,015 | 12 | 6 | 3 / 9 | 2.00 | 2.10 | 0.20 | 6 Some |\n");
	}

	@Test
	void plannedChangeNeedsNoHealing() {
		assertThat(row(outcome(0, 100, null)))
			.isEqualTo("| primary killed | 1 | stock Jedis | 1,005 | 4 | 0 | 1 / 3 | – | – | 0.10 |  |\n");
	}

	@Test
	void clientThatMostlyDidNotHealSaysSo() {
		Healing never = new Healing(Duration.ofSeconds(2), Healing.NEVER);
		assertThat(row(outcome(1, 100, never), outcome(1, 100, healing(2000, 2000)), outcome(1, 100, never)))
			.contains("| 2.00 | not within 15 | 0.10 |");
	}

	private static String row(Outcome... outcomes) {
		return new Row("primary killed", 1, Contender.STOCK_JEDIS, List.of(outcomes)).toString();
	}

	private static Outcome outcome(long errors, long worstMillis, @Nullable Healing healing) {
		LoadReport report = new LoadReport(Duration.ofSeconds(1), 1000, 5, 4,
				(errors > 0) ? Map.of("Some", errors) : Map.of(), 1, 2, 3, 0, Duration.ZERO, Duration.ZERO,
				Duration.ofMillis(worstMillis), List.of());
		return new Outcome(report, healing);
	}

	private static Healing healing(long clusterMillis, long clientMillis) {
		return new Healing(Duration.ofMillis(clusterMillis), Duration.ofMillis(clientMillis));
	}

}
