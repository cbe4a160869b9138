package io.github.jedistopology.sample.lab;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.jedistopology.sample.BadParameterException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ShardLimits}.
 */
class ShardLimitsTests {

	@Test
	void shardsCanBeAddedUpToTheMaximum() {
		assertThatNoException().isThrownBy(() -> ShardLimits.requireAddable(10, 3));
	}

	@Test
	void shardsCanBeRemovedDownToTheMinimum() {
		assertThatNoException().isThrownBy(() -> ShardLimits.requireRemovable(10, 13));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0  | 3  | shards is 0: expected 1 to 10, since there are 3 shards and may be 13
			-2 | 3  | shards is -2: expected 1 to 10, since there are 3 shards and may be 13
			11 | 3  | shards is 11: expected 1 to 10, since there are 3 shards and may be 13
			1  | 13 | shards is 1: none is possible now, since there are 13 shards and may be 13
			""")
	void saysHowManyCanBeAdded(int shards, int present, String message) {
		assertThatExceptionOfType(BadParameterException.class)
			.isThrownBy(() -> ShardLimits.requireAddable(shards, present))
			.extracting(BadParameterException::getReason)
			.isEqualTo(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0 | 5 | shards is 0: expected 1 to 2, since there are 5 shards and 3 must remain
			3 | 5 | shards is 3: expected 1 to 2, since there are 5 shards and 3 must remain
			1 | 3 | shards is 1: none is possible now, since there are 3 shards and 3 must remain
			""")
	void saysHowManyCanBeRemoved(int shards, int present, String message) {
		assertThatExceptionOfType(BadParameterException.class)
			.isThrownBy(() -> ShardLimits.requireRemovable(shards, present))
			.extracting(BadParameterException::getReason)
			.isEqualTo(message);
	}

}
