package io.github.jedistopology.testkit.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link Incidents}.
 */
class IncidentsTests {

	private final Incidents incidents = new Incidents();

	@Test
	void eachKindIsCountedAndAFewAreKeptInWords() {
		for (int i = 0; i < 10; i++) {
			this.incidents.add("flood", "flood " + i);
		}
		this.incidents.add("fire", "fire");
		assertThat(this.incidents.counts()).containsOnly(entry("flood", 10L), entry("fire", 1L));
		assertThat(this.incidents.count("flood")).isEqualTo(10);
		assertThat(this.incidents.count("storm")).isZero();
		assertThat(this.incidents.samples()).containsExactly("flood 0", "flood 1", "flood 2", "fire");
	}

	@Test
	void thereAreNeverTooManyKinds() {
		for (int i = 0; i < 100; i++) {
			this.incidents.add("kind " + i, "words");
		}
		assertThat(this.incidents.counts()).hasSize(Incidents.MAX_KINDS)
			.containsEntry("other", 100L - (Incidents.MAX_KINDS - 1));
	}

}
