package io.github.jedistopology.testkit.load;

import io.github.jedistopology.testkit.load.Counter.Bounds;
import io.github.jedistopology.testkit.load.Counter.Finding;
import io.github.jedistopology.testkit.load.Counter.Tally;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Counter}.
 */
class CounterTests {

	private final Counter counter = new Counter("key");

	@Test
	void eachOutcomeIsCountedOnce() {
		acknowledge(1);
		acknowledge(2);
		this.counter.begin();
		this.counter.begin();
		this.counter.notExecuted();
		assertThat(this.counter.tally()).isEqualTo(new Tally(2, 1, 1, 0, 0));
		assertThat(this.counter.bounds()).isEqualTo(new Bounds(2, 3));
		assertThat(this.counter).hasToString("key (2 acknowledged, 1 may have been executed)");
	}

	@Test
	void allValuesWithinTheBoundsAreRight() {
		acknowledge(1);
		this.counter.begin();
		assertThat(judge(1)).isEqualTo(Finding.NOTHING_NEW);
		assertThat(judge(2)).isEqualTo(Finding.NOTHING_NEW);
		assertThat(this.counter.tally()).isEqualTo(new Tally(1, 1, 0, 0, 0));
	}

	@Test
	void aValueBelowTheBoundsHasLostWhatIsMissing() {
		acknowledge(1);
		acknowledge(2);
		assertThat(judge(0)).isEqualTo(Finding.LOST);
		assertThat(this.counter.tally().lost()).isEqualTo(2);
		assertThat(this.counter.tally().executedTwice()).isZero();
	}

	@Test
	void aValueAboveTheBoundsWasExecutedTooOften() {
		acknowledge(1);
		this.counter.begin();
		assertThat(judge(5)).isEqualTo(Finding.EXECUTED_TWICE);
		assertThat(this.counter.tally().executedTwice()).isEqualTo(3);
		assertThat(this.counter.tally().lost()).isZero();
	}

	@Test
	void aReplyIsJudgedToo() {
		acknowledge(1);
		this.counter.begin();
		assertThat(this.counter.acknowledged(3)).isEqualTo(Finding.EXECUTED_TWICE);
		this.counter.begin();
		assertThat(this.counter.acknowledged(1)).isEqualTo(Finding.LOST);
		assertThat(this.counter.tally()).isEqualTo(new Tally(3, 0, 0, 2, 1));
	}

	@Test
	void theSameWrongIsNotToldAgainAndNotForgotten() {
		acknowledge(1);
		assertThat(judge(0)).isEqualTo(Finding.LOST);
		assertThat(judge(0)).isEqualTo(Finding.NOTHING_NEW);
		assertThat(judge(1)).isEqualTo(Finding.NOTHING_NEW);
		assertThat(this.counter.tally().lost()).isEqualTo(1);
	}

	@Test
	void whatIsAcknowledgedWhileAValueIsReadIsNotMissedInIt() {
		this.counter.begin();
		Bounds before = this.counter.bounds();
		this.counter.acknowledged(1);
		assertThat(this.counter.judge(0, before)).isEqualTo(Finding.NOTHING_NEW);
	}

	private void acknowledge(long reply) {
		this.counter.begin();
		assertThat(this.counter.acknowledged(reply)).isEqualTo(Finding.NOTHING_NEW);
	}

	private Finding judge(long value) {
		return this.counter.judge(value, this.counter.bounds());
	}

}
