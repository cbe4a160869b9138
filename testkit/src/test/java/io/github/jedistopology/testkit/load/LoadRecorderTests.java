package io.github.jedistopology.testkit.load;

import java.time.Duration;

import io.github.jedistopology.testkit.load.VerifiedKey.Finding;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoadRecorder} and {@link LoadReport}.
 */
class LoadRecorderTests {

	private final LoadRecorder recorder = new LoadRecorder();

	private final VerifiedKey key = new VerifiedKey("load:0:1", "run");

	@Test
	void operationsAreAddedUp() {
		this.recorder.read(1_000);
		this.recorder.read(1_000);
		this.recorder.written(1_000);
		this.recorder.skipped(2_000_000_000);
		LoadReport report = this.recorder.report(Duration.ofSeconds(2), 5);
		assertThat(report.reads()).isEqualTo(2);
		assertThat(report.writes()).isEqualTo(1);
		assertThat(report.operations()).isEqualTo(3);
		assertThat(report.rate()).isEqualTo(1.5);
		assertThat(report.skipped()).isEqualTo(1);
		assertThat(report.unverifiedKeys()).isEqualTo(5);
		assertThat(report.p50()).isBetween(Duration.ofNanos(1_000), Duration.ofNanos(1_032));
		assertThat(report.p99()).isEqualTo(Duration.ofSeconds(2));
		assertThat(report.max()).isEqualTo(Duration.ofSeconds(2));
		assertThat(report.errorCount()).isZero();
		assertThat(report.failures()).isEmpty();
	}

	@Test
	void beforeAnythingHappenedTheRateIsZero() {
		assertThat(this.recorder.report(Duration.ZERO, 0).rate()).isZero();
	}

	@Test
	void findingsAreCountedByKind() {
		this.recorder.found(Finding.LOST, this.key, "null");
		this.recorder.found(Finding.LATE, this.key, "run:load:0:1:2");
		this.recorder.found(Finding.LATE, this.key, "run:load:0:1:3");
		this.recorder.found(Finding.WRONG, this.key, "QUEUED");
		LoadReport report = this.recorder.report(Duration.ZERO, 0);
		assertThat(report.lostWrites()).isEqualTo(1);
		assertThat(report.lateWrites()).isEqualTo(2);
		assertThat(report.wrongValues()).isEqualTo(1);
		assertThat(report.failures()).hasSize(4)
			.contains("WRONG: read QUEUED from load:0:1 (write 0 is settled, 0 was tried last)");
	}

	@Test
	void aFloodOfOneKindDoesNotHideAnother() {
		for (int i = 0; i < 1000; i++) {
			this.recorder.failed("read", this.key, new JedisDataException("CLUSTERDOWN " + i));
		}
		this.recorder.failed("write", this.key, new IllegalStateException("at last"));
		LoadReport report = this.recorder.report(Duration.ZERO, 0);
		assertThat(report.errors()).containsEntry("JedisDataException CLUSTERDOWN", 1000L)
			.containsEntry("IllegalStateException", 1L);
		assertThat(report.errorCount()).isEqualTo(1001);
		assertThat(report.failures()).hasSize(Incidents.SAMPLES + 1)
			.contains("write load:0:1: java.lang.IllegalStateException: at last");
	}

	@Test
	void moreKindsThanOneCanReadAreOneKind() {
		for (int i = 0; i < 100; i++) {
			String code = "E" + (char) ('A' + i % 26) + (char) ('A' + i / 26);
			this.recorder.failed("read", this.key, new JedisDataException(code));
			this.recorder.failed("read", this.key, new JedisDataException("EAA"));
		}
		LoadReport report = this.recorder.report(Duration.ZERO, 0);
		assertThat(report.errors()).hasSize(Incidents.MAX_KINDS)
			.containsEntry("JedisDataException EAA", 101L)
			.containsEntry("other", 100L - (Incidents.MAX_KINDS - 1));
		assertThat(report.errorCount()).isEqualTo(200);
	}

	@Test
	void aReportDoesNotChange() {
		LoadReport before = this.recorder.report(Duration.ZERO, 0);
		this.recorder.failed("read", this.key, new IllegalStateException());
		assertThat(before.errors()).isEmpty();
		assertThat(before.failures()).isEmpty();
	}

}
