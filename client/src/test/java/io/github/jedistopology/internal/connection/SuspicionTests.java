package io.github.jedistopology.internal.connection;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Suspicion}.
 */
class SuspicionTests {

	private final Suspicion suspicion = new Suspicion(1);

	@Test
	void aQuestionIsNoFailureAndIsAnsweredByAnyReply() {
		Suspicion suspicion = new Suspicion(1);
		assertThat(suspicion.isUnanswered()).isFalse();
		suspicion.question();
		suspicion.question();
		assertThat(suspicion.isSuspected()).isFalse();
		assertThat(suspicion.isUnanswered()).isTrue();
		suspicion.replied();
		assertThat(suspicion.isUnanswered()).isFalse();
		suspicion.question();
		assertThat(suspicion.failed()).as("neither the question nor the command had a reply").isTrue();
		suspicion.replied();
		assertThat(suspicion.isUnanswered()).as("only a probe ends a suspicion").isTrue();
	}

	@Test
	void aNodeIsTrustedAtFirst() {
		assertThat(this.suspicion.isSuspected()).isFalse();
		assertThat(this.suspicion.trust()).isFalse();
	}

	@Test
	void twoFailuresInARowAreEnough() {
		assertThat(this.suspicion.failed()).isFalse();
		assertThat(this.suspicion.isSuspected()).isFalse();
		assertThat(this.suspicion.failed()).isTrue();
		assertThat(this.suspicion.isSuspected()).isTrue();
	}

	@Test
	void aReplyBetweenFailuresMakesThemForgotten() {
		for (int i = 0; i < 10; i++) {
			assertThat(this.suspicion.failed()).isFalse();
			this.suspicion.replied();
		}
		assertThat(this.suspicion.isSuspected()).isFalse();
	}

	@Test
	void onlyTrustEndsASuspicion() {
		assertThat(this.suspicion.suspect("for the test")).isTrue();
		this.suspicion.replied();
		assertThat(this.suspicion.isSuspected()).isTrue();
		assertThat(this.suspicion.trust()).isTrue();
		assertThat(this.suspicion.isSuspected()).isFalse();
		assertThat(this.suspicion.failed()).as("failures from before do not count").isFalse();
	}

	@Test
	void whatIsSuspectedAlreadyIsNotSuspectedAnew() {
		assertThat(this.suspicion.suspect("for the test")).isTrue();
		assertThat(this.suspicion.suspect("for the test")).isFalse();
		assertThat(this.suspicion.failed()).isFalse();
		assertThat(this.suspicion.failed()).isFalse();
		assertThat(this.suspicion.isSuspected()).isTrue();
	}

	@Test
	void theFirstReasonStaysUntilTheNextSuspicion() {
		this.suspicion.suspect("first");
		this.suspicion.suspect("second");
		assertThat(this.suspicion.reason()).isEqualTo("first");
		this.suspicion.trust();
		this.suspicion.suspect("third");
		assertThat(this.suspicion.reason()).isEqualTo("third");
	}

	@Test
	void placesToWaitComeBack() {
		assertThat(this.suspicion.join()).isTrue();
		assertThat(this.suspicion.join()).isFalse();
		this.suspicion.leave();
		assertThat(this.suspicion.join()).isTrue();
	}

}
