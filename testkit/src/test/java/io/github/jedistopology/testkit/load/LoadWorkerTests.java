package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link LoadWorker}, on a clock that only moves when somebody waits or works.
 */
class LoadWorkerTests {

	private static final Duration MILLISECOND = Duration.ofMillis(1);

	private final ManualClock clock = new ManualClock();

	private final LoadRecorder recorder = new LoadRecorder();

	@Test
	void anIdleTargetIsUsedAtTheRateAndNoFaster() {
		LoadReport report = run(new SlowTarget(Duration.ZERO), Duration.ofSeconds(10));
		assertThat(report.operations()).isEqualTo(1000);
		assertThat(report.skipped()).isZero();
		assertThat(report.max()).isZero();
	}

	@Test
	void latencyCountsFromTheTimeAnOperationWasDue() {
		SlowTarget target = new SlowTarget(Duration.ZERO);
		target.stallOnceAfter(100, Duration.ofMillis(500));
		LoadReport report = run(target, Duration.ofSeconds(10));
		// None is left out: those due during the stall are done at once after it.
		assertThat(report.operations()).isEqualTo(1000);
		assertThat(report.skipped()).isZero();
		assertThat(report.max()).isEqualTo(Duration.ofMillis(500));
		// 50 of 1,000 were due meanwhile, so 1 of 100 waited for 400 ms and more.
		assertThat(report.p99()).isBetween(Duration.ofMillis(390), Duration.ofMillis(410));
		assertThat(report.p50()).isZero();
	}

	@Test
	void whatIsOverdueByMoreThanASecondIsSkippedAndStillCountsAsLatency() {
		SlowTarget target = new SlowTarget(Duration.ZERO);
		target.stallOnceAfter(100, Duration.ofSeconds(5));
		LoadReport report = run(target, Duration.ofSeconds(10));
		// 100 a second: 399 of those due during the stall were overdue by 1 s or more.
		assertThat(report.skipped()).isEqualTo(399);
		assertThat(report.operations()).isEqualTo(1000 - 399);
		assertThat(report.max()).isEqualTo(Duration.ofSeconds(5));
		assertThat(report.p99()).isGreaterThan(Duration.ofSeconds(4));
	}

	@Test
	void aTargetTooSlowForTheRateNeverSeesMoreThanItCanDo() {
		LoadReport report = run(new SlowTarget(Duration.ofMillis(40)), Duration.ofSeconds(10));
		assertThat(report.operations()).isBetween(249L, 251L);
		assertThat(report.skipped()).isGreaterThan(600);
		assertThat(report.max()).isLessThanOrEqualTo(Duration.ofMillis(1040));
	}

	@Test
	void aFailedOperationHasALatencyToo() {
		SlowTarget target = new SlowTarget(MILLISECOND) {

			@Override
			void work() {
				super.work();
				throw new IllegalStateException("no");
			}

		};
		LoadReport report = run(target, Duration.ofSeconds(1));
		assertThat(report.operations()).isEqualTo(100);
		assertThat(report.p50()).isEqualTo(MILLISECOND);
		// The final verification fails for each of the four keys as well.
		assertThat(report.errors()).containsOnly(entry("IllegalStateException", 104L));
		assertThat(report.unverifiedKeys()).isEqualTo(4);
	}

	@Test
	void theFinalVerificationFindsWhatNoReadHasShown() {
		SlowTarget target = new SlowTarget(Duration.ZERO);
		target.afterRun = target.values::clear;
		LoadReport report = run(target, Duration.ofSeconds(10));
		assertThat(report.lostWrites()).isEqualTo(4);
		assertThat(report.unverifiedKeys()).isZero();
	}

	@Test
	void theFinalVerificationEndsAtItsDeadline() {
		SlowTarget target = new SlowTarget(Duration.ZERO);
		target.afterRun = () -> target.stallOnceAfter(0, Duration.ofHours(1));
		LoadReport report = run(target, Duration.ofSeconds(10));
		assertThat(report.unverifiedKeys()).isEqualTo(3);
	}

	/** Run one worker, alone, at 100 operations a second on four keys. */
	private LoadReport run(SlowTarget target, Duration duration) {
		List<VerifiedKey> keys = List.of(new VerifiedKey("a", "run"), new VerifiedKey("b", "run"),
				new VerifiedKey("c", "run"), new VerifiedKey("d", "run"));
		LoadWorker worker = new LoadWorker(target, keys, new Schedule(0, 100, 1, 0), new Random(42), this.clock,
				this.recorder);
		this.clock.at(duration, () -> {
			worker.stop(duration.plusSeconds(10).toNanos());
			target.afterRun.run();
		});
		worker.run();
		return this.recorder.report(duration, worker.unverifiedKeys());
	}

	/**
	 * A target for which time passes while it works.
	 */
	class SlowTarget extends InMemoryTarget {

		private final Duration each;

		private int untilStall = Integer.MAX_VALUE;

		private Duration stall = Duration.ZERO;

		Runnable afterRun = () -> {
		};

		SlowTarget(Duration each) {
			this.each = each;
		}

		void stallOnceAfter(int operations, Duration stall) {
			this.untilStall = operations;
			this.stall = stall;
		}

		void work() {
			LoadWorkerTests.this.clock.advance(this.each.toNanos());
			if (this.untilStall-- == 0) {
				LoadWorkerTests.this.clock.advance(this.stall.toNanos());
			}
		}

		@Override
		public @Nullable String read(String key) {
			work();
			return super.read(key);
		}

		@Override
		public void write(String key, String value) {
			work();
			super.write(key, value);
		}

	}

	/**
	 * A clock that calls somebody at a given time.
	 */
	static final class ManualClock implements PausingClock {

		private long now;

		private long alarm = Long.MAX_VALUE;

		private Runnable call = () -> {
		};

		void at(Duration time, Runnable call) {
			this.alarm = time.toNanos();
			this.call = call;
		}

		void advance(long nanos) {
			this.now += nanos;
			if (this.now >= this.alarm) {
				this.alarm = Long.MAX_VALUE;
				this.call.run();
			}
		}

		@Override
		public long nanoTime() {
			return this.now;
		}

		@Override
		public void pause(long nanos) {
			advance(nanos);
		}

	}

}
