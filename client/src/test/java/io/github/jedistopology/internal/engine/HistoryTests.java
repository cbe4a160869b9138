package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.Shards;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyHistory.Change;
import io.github.jedistopology.Trigger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link History}.
 */
class HistoryTests {

	private final History history = new History();

	@Test
	void changesAreRememberedWithWhatTheyDid() {
		change("a<a1:0-99 / b:100-199", "a:0-98 / c:99-199,300", Trigger.PERIODIC);
		assertThat(this.history.snapshot().changes()).singleElement().satisfies((change) -> {
			assertThat(change.added()).containsExactly(Shards.node("c"));
			assertThat(change.removed()).hasSize(2);
			assertThat(change.movedSlots()).isEqualTo(102);
			assertThat(change.covered()).containsExactly(new SlotRange(300, 300));
			assertThat(change.uncovered()).isEmpty();
			assertThat(change.sources()).containsExactly(Shards.endpoint("witness"));
		});
	}

	@Test
	void redirectionsInARowAreOneEntry() {
		change("a:0-99 / b:100-199", "a:0-98 / b:99-199", Trigger.MOVED);
		change("a:0-98 / b:99-199", "a:0-96 / b:97-199", Trigger.MOVED);
		change("a:0-98 / b:99-199", "a:0-97 / b:98-199", Trigger.PERIODIC);
		change("a:0-98 / b:99-199", "a:0-97 / b:98-199", Trigger.MOVED);
		assertThat(this.history.snapshot().changes()).extracting(Change::movedSlots).containsExactly(3, 1, 1);
	}

	@Test
	void whoRedirectedIsNamedOnce() {
		change("a:0-99 / b:100-199", "a:0-98 / b:99-199", Trigger.MOVED, "a");
		change("a:0-98 / b:99-199", "a:0-97 / b:98-199", Trigger.MOVED, "c");
		change("a:0-97 / b:98-199", "a:0-96 / b:97-199", Trigger.MOVED, "a");
		assertThat(this.history.snapshot().changes()).singleElement()
			.satisfies((change) -> assertThat(change.sources()).containsExactly(Shards.endpoint("a"),
					Shards.endpoint("c")));
	}

	@Test
	void redirectionToANewNodeIsAnEntryOfItsOwn() {
		change("a:0-99 / b:100-199", "a:0-98 / b:99-199", Trigger.MOVED);
		change("a:0-99 / b:100-199", "a:0-98 / b:100-199 / @c:99", Trigger.MOVED);
		assertThat(this.history.snapshot().changes()).hasSize(2);
	}

	@Test
	void onlyTheLastOnesAreRemembered() {
		for (int i = 0; i <= History.LIMIT; i++) {
			change("a:0-99", "a:0-98", Trigger.PERIODIC);
			this.history.refreshed(new RefreshReport(Trigger.PERIODIC, Instant.ofEpochSecond(i), Duration.ZERO,
					Outcome.CHANGED, null, List.of()));
		}
		assertThat(this.history.snapshot().changes()).hasSize(History.LIMIT);
		assertThat(this.history.snapshot().refreshes()).hasSize(History.LIMIT);
		assertThat(this.history.snapshot().refreshes().get(0).startedAt()).isEqualTo(Instant.ofEpochSecond(1));
	}

	private void change(String before, String after, Trigger trigger) {
		change(before, after, trigger, "witness");
	}

	private void change(String before, String after, Trigger trigger, String witness) {
		this.history.topologyChanged(new TopologyChange(Shards.topology(1, before), Shards.topology(2, after), trigger,
				List.of(Shards.endpoint(witness)), Map.of()));
	}

}
