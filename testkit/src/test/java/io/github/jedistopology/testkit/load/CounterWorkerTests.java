package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

import io.github.jedistopology.testkit.load.LoadWorkerTests.ManualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CounterWorker}, on a clock that only moves when somebody waits or
 * works.
 */
class CounterWorkerTests {

	private final ManualClock clock = new ManualClock();

	private final InMemoryCounters target = new InMemoryCounters();

	private final List<Counter> counters = List.of(new Counter("a"), new Counter("b"));

	@Test
	void asFastAsItCanMeansOneAfterTheOther() {
		CounterReport report = run((key) -> {
			this.clock.advance(Duration.ofMillis(2).toNanos());
			return this.target.increment(key);
		}, Turns.atOnce(this.clock));
		assertThat(report.acknowledged()).isEqualTo(500);
		assertThat(report.max()).isEqualTo(Duration.ofMillis(2));
		assertThat(report.skipped()).isZero();
		assertThat(this.target.values.get("a")).hasValue(250);
		assertThat(this.target.values.get("b")).hasValue(250);
	}

	@Test
	void atARateLatencyCountsFromTheTimeAnIncrWasDue() {
		CounterReport report = run((key) -> {
			if (this.target.total() == 20) {
				this.clock.advance(Duration.ofMillis(500).toNanos());
			}
			return this.target.increment(key);
		}, new Turns(new Schedule(0, 100, 1, 0)::due, this.clock));
		assertThat(report.acknowledged()).isEqualTo(100);
		assertThat(report.max()).isEqualTo(Duration.ofMillis(500));
		assertThat(report.p99()).isGreaterThan(Duration.ofMillis(400));
	}

	@Test
	void aClientThatFailsAtOnceIsNotAskedAMillionTimes() {
		CounterReport report = run((key) -> {
			throw new IllegalStateException("closed");
		}, Turns.atOnce(this.clock));
		assertThat(report.mayHaveBeenExecuted()).isEqualTo(1000);
		// To wait is no part of an INCR.
		assertThat(report.max()).isZero();
	}

	/** Run one worker, alone, for a second. */
	private CounterReport run(ToLongFunction<String> increment, Turns turns) {
		CounterRecorder recorder = new CounterRecorder();
		CounterWorker worker = new CounterWorker(increment, (ex) -> true, this.counters, turns, this.clock, recorder);
		Duration duration = Duration.ofSeconds(1);
		this.clock.at(duration, worker::stop);
		worker.run();
		return recorder.report(duration, this.counters, 0);
	}

}
