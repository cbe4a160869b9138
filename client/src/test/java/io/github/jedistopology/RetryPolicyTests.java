package io.github.jedistopology;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RetryPolicy}.
 */
class RetryPolicyTests {

	@ParameterizedTest
	@CsvSource({ "10, 500, 1, 10", "10, 500, 2, 20", "10, 500, 6, 320", "10, 500, 7, 500", "10, 500, 1000, 500",
			"1, 10000, 14, 8192", "1, 10000, 15, 10000", "7, 7, 5, 7", "1, 1000000000000, 2147483647, 1000000000000" })
	void waitLiesBetweenHalfAndTheWholeOfABoundThatDoubles(long initial, long max, int attempts, long bound) {
		RetryPolicy policy = new RetryPolicy(16, Duration.ofSeconds(5), Duration.ofMillis(initial),
				Duration.ofMillis(max));
		RandomGenerator random = new Random(1);
		for (int i = 0; i < 200; i++) {
			assertThat(policy.backoff(attempts, random)).isBetween(Duration.ofMillis(bound).dividedBy(2),
					Duration.ofMillis(bound));
		}
	}

	@Test
	void shortestWaitIsPossible() {
		RetryPolicy policy = new RetryPolicy(1, Duration.ofNanos(1), Duration.ofNanos(1), Duration.ofNanos(1));
		assertThat(policy.backoff(1, new Random(1))).isBetween(Duration.ZERO, Duration.ofNanos(1));
	}

	@Test
	void redirectionsHaveNoLimitOfTheirOwnUnlessThereIsOne() {
		assertThat(RetryPolicy.DEFAULTS.maxRedirections()).isEqualTo(RetryPolicy.DEFAULTS.maxAttempts());
	}

	@Test
	void badValuesAreNamed() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(0, second, second, second))
			.withMessage("retry.maxAttempts is 0: expected at least 1");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, -1, second, second, second, Set.of()))
			.withMessage("retry.maxRedirections is -1: expected at least 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, Duration.ZERO, second, second))
			.withMessageStartingWith("retry.budget is PT0S: expected a duration above zero");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, second, second.negated(), second))
			.withMessageStartingWith("retry.initialBackoff is PT-1S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetryPolicy(1, second, second, Duration.ofMillis(999)))
			.withMessage("retry.maxBackoff is PT0.999S: expected at least retry.initialBackoff (PT1S)");
	}

}
