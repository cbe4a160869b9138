package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.Shards;
import io.github.jedistopology.Topology;
import io.github.jedistopology.Views;
import io.github.jedistopology.internal.view.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Rumours}: a and b own 0 and 1, whatever else is said.
 */
class RumoursTests {

	private static final String TRUTH = "a^1:0 / b^2:1 & a^1:0 / b^2:1";

	private static final String RUMOUR = TRUTH + " & a^9:0-1";

	private Topology topology = Shards.topology(1, "a:0 / b:1");

	private Rumours rumours = Rumours.NONE;

	@Test
	void fewAreBelievedAtFirst() {
		assertThat(hear(RUMOUR, 0)).isEqualTo("a:0-1 / b:");
		assertThat(hear(RUMOUR, 29)).isEqualTo("a:0-1 / b:");
	}

	@Test
	void whatHasNotSpreadIsNotBelievedAnyMore() {
		hear(RUMOUR, 0);
		assertThat(hear(RUMOUR, 30)).isEqualTo("a:0 / b:1");
		assertThat(hear(TRUTH + " & a^1:0-1", 31)).as("by whatever epoch").isEqualTo("a:0 / b:1");
	}

	@Test
	void whatHasSpreadWasTrue() {
		hear(RUMOUR, 0);
		assertThat(hear("a^9:0-1 & a^9:0-1 & a^1:0 / b^2:1", 1)).isEqualTo("a:0-1");
		assertThat(hear(RUMOUR, 30)).as("another one").isEqualTo("a:0-1 / b:");
	}

	@Test
	void ownerWhoseSlotsArriveOneByOneIsBelieved() {
		for (int second = 0; second < 60; second++) {
			this.topology = Shards.topology(1, "a:%d-99 / b:0-%d".formatted(second + 1, second));
			String late = "a^1:%d-99 / b^4:0-%d".formatted(Math.max(1, second), Math.max(0, second - 1));
			String news = "a^1:%d-99 / b^5:0-%d".formatted(second + 1, second);
			assertThat(hear(late + " & " + late + " & " + news, second))
				.isEqualTo(Shards.text(Views.of(news).shards()));
		}
	}

	@Test
	void silenceDoesNotMakeItTrueAndBoastingMoreDoesNotRenewIt() {
		hear(RUMOUR, 0);
		assertThat(hear(TRUTH + " & b^2:1 / a^1:0", 1)).isEqualTo("a:0 / b:1");
		assertThat(hear(TRUTH + " & a^99:0-1", 30)).isEqualTo("a:0 / b:1");
	}

	@Test
	void rumourIsForgotten() {
		hear(RUMOUR, 0);
		hear(TRUTH + " & b^2:1 / a^1:0", (int) Rumours.MEMORY.toSeconds());
		assertThat(hear(RUMOUR, (int) Rumours.MEMORY.toSeconds() + 1)).isEqualTo("a:0-1 / b:");
	}

	@Test
	void ofTwoViewsNeitherIsInTheMinority() {
		hear("a^1:0 / b^2:1 & a^9:0-1", 0);
		assertThat(hear("a^1:0 / b^2:1 & a^9:0-1", 31)).isEqualTo("a:0-1 / b:");
	}

	private String hear(String views, int seconds) {
		Instant now = Instant.EPOCH.plus(Duration.ofSeconds(seconds));
		List<View> list = Views.listOf(views);
		Reconciliation reconciliation = Reconciler.reconcile(this.topology, list,
				new Credit(list, Map.of(), Tombstones.NONE, now), this.rumours, now);
		this.rumours = reconciliation.rumours();
		return Shards.text(reconciliation.shards());
	}

}
