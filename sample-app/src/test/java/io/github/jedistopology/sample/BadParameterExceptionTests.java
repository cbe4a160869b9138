package io.github.jedistopology.sample;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link BadParameterException}.
 */
class BadParameterExceptionTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 5, 9 })
	void allowsWhatIsWithinBounds(int value) {
		assertThatNoException().isThrownBy(() -> BadParameterException.requireBetween("rate", value, 1, 9));
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, 0, 10, Integer.MAX_VALUE })
	void saysWhatWouldBeRight(int value) {
		assertThatExceptionOfType(BadParameterException.class)
			.isThrownBy(() -> BadParameterException.requireBetween("rate", value, 1, 9))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("rate is %d: expected 1 to 9", value));
	}

}
