package io.github.jedistopology.sample.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.testkit.load.LoadReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoadStatus}.
 */
class LoadStatusTests {

	@Test
	void tellsWhatTheReportTells() {
		LoadReport report = new LoadReport(Duration.ofMillis(1500), 10, 20, 3, Map.of("Broken", 4L), 5, 6, 7, 8,
				Duration.ofNanos(123_456), Duration.ofMillis(9), Duration.ofSeconds(1), List.of("first"));
		assertThat(LoadStatus.of(report, true)).isEqualTo(new LoadStatus(true, 1.5, 30, 3, Map.of("Broken", 4L), 0.12,
				9.0, 1000.0, 5, 6, 7, 8, List.of("first")));
	}

}
