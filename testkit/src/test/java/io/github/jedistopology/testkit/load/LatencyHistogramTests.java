package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LatencyHistogram}.
 */
class LatencyHistogramTests {

	private final LatencyHistogram histogram = new LatencyHistogram();

	@Test
	void withoutRecordsEverythingIsZero() {
		assertThat(this.histogram.quantile(0.99)).isZero();
		assertThat(this.histogram.max()).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 31, 32, 33, 63, 64, 65, 1000, 1_048_575, 1_048_576, 5_000_000_000L, Long.MAX_VALUE })
	void aSingleRecordIsExact(long nanos) {
		this.histogram.record(nanos);
		assertThat(this.histogram.quantile(0.5)).isEqualTo(Duration.ofNanos(nanos));
		assertThat(this.histogram.quantile(1)).isEqualTo(Duration.ofNanos(nanos));
		assertThat(this.histogram.max()).isEqualTo(Duration.ofNanos(nanos));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1 })
	void aQuantileIsAtMostOne32ndTooHighAndNeverTooLow(double share) {
		Random random = new Random(7);
		long[] latencies = new long[20_000];
		for (int i = 0; i < latencies.length; i++) {
			latencies[i] = (long) Math.exp(random.nextDouble() * 24);
			this.histogram.record(latencies[i]);
		}
		Arrays.sort(latencies);
		long exact = latencies[(int) Math.ceil(share * latencies.length) - 1];
		assertThat(this.histogram.quantile(share).toNanos()).isBetween(exact, exact + exact / 32);
	}

	@Test
	void threadsDoNotLoseRecords() {
		IntStream.range(0, 100_000).parallel().forEach((i) -> this.histogram.record((i % 2 == 0) ? 10 : 20));
		assertThat(this.histogram.quantile(0.5)).isEqualTo(Duration.ofNanos(10));
		assertThat(this.histogram.quantile(0.500011)).isEqualTo(Duration.ofNanos(20));
	}

}
