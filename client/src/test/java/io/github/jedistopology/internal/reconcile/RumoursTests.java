package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.Views;
import io.github.jedistopology.internal.view.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Rumours}.
 */
class RumoursTests {

	private static final Instant NOW = Instant.EPOCH;

	private static final Instant LATER = NOW.plus(Rumours.PATIENCE);

	private static final List<View> RUMOUR = Views.listOf("a^1:0 / b^2:1 & a^1:0 / b^2:1 & a^9:0-1");

	private static final List<View> WITHOUT = Views.listOf("a^1:0 / b^2:1 & a^1:0 / b^2:1 & a^1:0 / b^2:1");

	@Test
	void newsOfFewIsBelievedAtFirst() {
		Rumours rumours = Rumours.NONE.hear(RUMOUR, NOW);
		assertThat(rumours.limits(RUMOUR, NOW)).isEmpty();
		assertThat(rumours.limits(RUMOUR, LATER.minusMillis(1))).isEmpty();
	}

	@Test
	void newsThatHasNotSpreadCountsAsWhatMostTell() {
		assertThat(Rumours.NONE.hear(RUMOUR, NOW).limits(RUMOUR, LATER)).isEqualTo(Map.of("a", 1L));
	}

	@Test
	void nodeThatOnlyFewKnowCountsForNothingAfterAWhile() {
		List<View> stranger = Views.listOf("a^1:0 & a^1:0 & x^9:0");
		assertThat(Rumours.NONE.hear(stranger, NOW).limits(stranger, LATER)).isEqualTo(Map.of("x", Credit.NONE));
	}

	@Test
	void newsThatSpreadsWasTrue() {
		List<View> spread = Views.listOf("a^9:0-1 & a^9:0-1 & a^1:0 / b^2:1");
		Rumours rumours = Rumours.NONE.hear(RUMOUR, NOW).hear(spread, NOW.plusSeconds(1));
		assertThat(rumours.limits(RUMOUR, LATER)).isEmpty();
	}

	@Test
	void silenceDoesNotMakeItTrueAndBoastingMoreDoesNotRenewIt() {
		List<View> more = Views.listOf("a^1:0 / b^2:1 & a^1:0 / b^2:1 & a^99:0-1");
		Rumours rumours = Rumours.NONE.hear(RUMOUR, NOW)
			.hear(WITHOUT, NOW.plusSeconds(1))
			.hear(more, NOW.plusSeconds(2));
		assertThat(rumours.limits(more, LATER)).isEqualTo(Map.of("a", 1L));
	}

	@Test
	void rumourIsForgotten() {
		Instant much = NOW.plus(Rumours.MEMORY).plus(Duration.ofSeconds(1));
		assertThat(Rumours.NONE.hear(RUMOUR, NOW).hear(WITHOUT, much).limits(RUMOUR, much)).isEmpty();
	}

	@Test
	void ofTwoViewsNeitherIsInTheMinority() {
		List<View> two = Views.listOf("a^1:0 & a^9:0");
		assertThat(Rumours.NONE.hear(two, NOW).limits(RUMOUR, LATER)).isEmpty();
	}

}
