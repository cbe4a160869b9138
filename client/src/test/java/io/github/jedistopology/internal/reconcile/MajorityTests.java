package io.github.jedistopology.internal.reconcile;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Majority}.
 */
class MajorityTests {

	@ParameterizedTest
	@CsvSource({ "a, x, a", "a b b, a, b", "a b, b, b", "a b, a, a", "a b, x, a", "a b, , a", "a b c, c, c",
			"a b b c c, c, c", "a b b c c, a, b" })
	void mostFrequentVoteWins(String votes, String preferred, String winner) {
		assertThat(Majority.of(List.of(votes.split(" ")), preferred)).isEqualTo(winner);
	}

}
