package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealingTests {

	@Test
	void delayIsWhatTheClientTookLonger() {
		assertThat(delay(Duration.ofSeconds(2), Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void clientThatWasEarlierHasNoDelay() {
		assertThat(delay(Duration.ofSeconds(2), Duration.ofSeconds(1))).isZero();
	}

	@Test
	void clientThatDidNotHealNeverDoes() {
		assertThat(delay(Duration.ofSeconds(2), Healing.NEVER)).isEqualTo(Healing.NEVER);
	}

	private static Duration delay(Duration cluster, Duration client) {
		return new Healing(cluster, client).delay();
	}

}
