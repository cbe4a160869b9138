package io.github.jedistopology.testkit.load;

import io.github.jedistopology.testkit.load.VerifiedKey.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VerifiedKey}.
 */
class VerifiedKeyTests {

	private final VerifiedKey key = new VerifiedKey("load:0:1", "run");

	@Test
	void aValueSaysRunKeyAndNumber() {
		assertThat(this.key.nextValue()).isEqualTo("run:load:0:1:1");
		assertThat(this.key.nextValue()).isEqualTo("run:load:0:1:2");
	}

	@Test
	void theAcknowledgedWriteIsRight() {
		acknowledge();
		String second = acknowledge();
		assertThat(this.key.judge(second)).isEqualTo(Finding.RIGHT);
	}

	@Test
	void anOlderWriteMeansThatTheAcknowledgedOneIsLost() {
		String first = acknowledge();
		acknowledge();
		assertThat(this.key.judge(first)).isEqualTo(Finding.LOST);
	}

	@Test
	void noValueMeansThatTheAcknowledgedWriteIsLost() {
		acknowledge();
		assertThat(this.key.judge(null)).isEqualTo(Finding.LOST);
	}

	@Test
	void aLossIsReportedOnceUntilTheNextWrite() {
		acknowledge();
		assertThat(this.key.judge(null)).isEqualTo(Finding.LOST);
		assertThat(this.key.judge(null)).isEqualTo(Finding.KNOWN);
		acknowledge();
		assertThat(this.key.judge(null)).isEqualTo(Finding.LOST);
	}

	@Test
	void aStaleReadIsReportedAgainAfterARightOne() {
		String first = acknowledge();
		String second = acknowledge();
		assertThat(this.key.judge(first)).isEqualTo(Finding.LOST);
		assertThat(this.key.judge(second)).isEqualTo(Finding.RIGHT);
		assertThat(this.key.judge(first)).isEqualTo(Finding.LOST);
	}

	@Test
	void aFailedWriteMayHaveHappenedOrNot() {
		String first = acknowledge();
		String second = fail();
		String third = fail();
		assertThat(this.key.judge(first)).isEqualTo(Finding.RIGHT);
		assertThat(this.key.judge(second)).isEqualTo(Finding.RIGHT);
		assertThat(this.key.judge(third)).isEqualTo(Finding.RIGHT);
	}

	@Test
	void aFailedWriteThatWasSeenMustStay() {
		String first = acknowledge();
		String second = fail();
		assertThat(this.key.judge(second)).isEqualTo(Finding.RIGHT);
		assertThat(this.key.judge(first)).isEqualTo(Finding.LOST);
	}

	@Test
	void aFailedWriteThatHappensAfterANewerAcknowledgedOneIsLate() {
		acknowledge();
		String second = fail();
		String third = acknowledge();
		assertThat(this.key.judge(third)).isEqualTo(Finding.RIGHT);
		assertThat(this.key.judge(second)).isEqualTo(Finding.LATE);
		assertThat(this.key.judge(second)).isEqualTo(Finding.KNOWN);
	}

	@Test
	void aFailedWriteIsLateOnlyOnce() {
		String first = fail();
		acknowledge();
		assertThat(this.key.judge(first)).isEqualTo(Finding.LATE);
		acknowledge();
		assertThat(this.key.judge(first)).isEqualTo(Finding.LOST);
	}

	@Test
	void noValueIsLostEvenIfAWriteFailed() {
		fail();
		acknowledge();
		assertThat(this.key.judge(null)).isEqualTo(Finding.LOST);
	}

	@Test
	void beforeTheFirstWriteAnEarlierRunsValueOrNoneIsRight() {
		assertThat(this.key.judge(null)).isEqualTo(Finding.RIGHT);
		fail();
		assertThat(this.key.judge(null)).isEqualTo(Finding.RIGHT);
		assertThat(this.key.judge("yesterday:load:0:1:17")).isEqualTo(Finding.RIGHT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "QUEUED", "run:load:0:1:", "run:load:0:1:x", "run:load:0:1:0", "run:load:0:1:-1",
			"run:load:0:1:2", "run:load:0:1:+1", "run:load:0:1:99999999999", "run:load:0:2:1", "run:load:0:11:1",
			"yesterday:load:0:1:1" })
	void whatWasNeverWrittenIsWrong(String value) {
		acknowledge();
		assertThat(this.key.judge(value)).isEqualTo(Finding.WRONG);
	}

	private String acknowledge() {
		String value = this.key.nextValue();
		this.key.acknowledged();
		return value;
	}

	private String fail() {
		String value = this.key.nextValue();
		this.key.failed();
		return value;
	}

}
