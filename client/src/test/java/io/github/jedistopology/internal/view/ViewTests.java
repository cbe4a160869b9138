package io.github.jedistopology.internal.view;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.jedistopology.Shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link View}.
 */
class ViewTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                     | its view has no slots at a node that has an address
			a: / b:                | its view has no slots at a node that has an address
			a:0-9 / b:5-14         | its view is none: Slot 5: claimed by a and by b, expected one owner
			a:0-9,5-7              | its view is none: Slot 5: claimed by a and by a, expected one owner
			a<c:0-9 / b<c:10-19    | its view lists node c twice
			a<b:0-9 / b:10-19      | its view lists node b twice
			""")
	void contradictionsAreRefused(String shards, String reason) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> new View(Shards.of(shards)))
			.withMessage(reason);
	}

	@Test
	void ownershipLeavesReplicasHealthAndEmptyShardsOut() {
		assertThat(new View(Shards.of("b:10-19 / a<a1:0-9")).ownership())
			.isEqualTo(new View(Shards.of("a!:0-9 / b<b1:10-19 / c:")).ownership())
			.isNotEqualTo(new View(Shards.of("a:0-8 / b:9-19")).ownership());
	}

}
