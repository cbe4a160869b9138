package io.github.jedistopology.internal.engine;

import java.util.Map;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.jedistopology.LogLines;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.Shards;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TopologyLog}.
 */
class TopologyLogTests {

	private Instant now = Instant.EPOCH;

	@RegisterExtension
	private final LogLines lines = new LogLines("io.github.jedistopology.topology");

	private final TopologyLog log = new TopologyLog("orders", () -> this.now);

	@Test
	void nodesThatComeAndGoAreTold() {
		change("a:0-8191 / b:8192-16383", "a:0-8191 / c:8192-16383", Trigger.PERIODIC);
		assertThat(this.lines.get()).singleElement()
			.asString()
			.startsWith("INFO Redis Cluster 'orders': 2 shards, 2 nodes, 16384 of 16384 slots covered")
			.contains("added [c.test:6379], removed [b.test:6379], failed [], 8192 slots moved");
	}

	@Test
	void redirectionsOneByOneAreNot() {
		change("a:0-8191 / b:8192-16383", "a:0-8190 / b:8191-16383", Trigger.MOVED);
		assertThat(this.lines.get()).noneMatch((line) -> line.startsWith("INFO"));
	}

	@Test
	void failedNodesAreTold() {
		change("a<b:0-16383", "a!<b:0-16383", Trigger.PERIODIC);
		assertThat(this.lines.get()).singleElement().asString().startsWith("INFO").contains("failed [a.test:6379]");
	}

	@Test
	void healthThatOnlyImprovesIsNot() {
		change("a!<b:0-16383", "a<b:0-16383", Trigger.PERIODIC);
		assertThat(this.lines.get()).isEmpty();
	}

	@Test
	void uncoveredSlotsAreWarnedOfFromTheStart() {
		change("", "a:0-8191 / b:8193-16383", Trigger.STARTUP);
		assertThat(this.lines.get()).contains("WARN Redis Cluster 'orders': nobody serves slots 8192");
	}

	@Test
	void uncoveredSlotsAreWarnedOfWhenTheyChange() {
		change("a:0-8191 / b:8193-16383", "a:0-8190 / b:8192-16383", Trigger.PERIODIC);
		assertThat(this.lines.get()).contains("WARN Redis Cluster 'orders': nobody serves slots 8191");
	}

	@Test
	void clusterThatIsMendedStepByStepIsWarnedOfOnce() {
		change("a:0-8191 / b:8192-16383", "a:0-8191", Trigger.PERIODIC);
		change("a:0-8191", "a:0-9000", Trigger.PERIODIC);
		change("a:0-9000", "a:0-8999,9001-12000", Trigger.PERIODIC);
		change("a:0-8999,9001-12000", "a:0-16383", Trigger.PERIODIC);
		assertThat(this.lines.get()).filteredOn((line) -> line.contains("slots 8") || line.contains("slots 9"))
			.extracting((line) -> line.substring(0, line.indexOf(" R")) + line.substring(line.indexOf("': ") + 2))
			.containsExactly("WARN nobody serves slots 8192-16383", "INFO slots 8192-9000 are served again",
					"INFO nobody serves slots 9000, 12001-16383", "INFO slots 9000, 12001-16383 are served again");
		this.now = this.now.plusSeconds(60);
		change("a:0-8191 / b:8192-16383", "a:0-8191", Trigger.PERIODIC);
		assertThat(this.lines.get()).last().asString().startsWith("WARN");
	}

	@Test
	void knownUncoveredSlotsAreNotWarnedOfAgain() {
		change("a:0-8191 / b:8193-16383", "a:0-8191 / c:8193-16383", Trigger.PERIODIC);
		assertThat(this.lines.get()).noneMatch((line) -> line.startsWith("WARN"));
	}

	@Test
	void timeWithoutAnswersIsToldOnceAndSoIsItsEnd() {
		refreshed(Outcome.FAILED);
		refreshed(Outcome.FAILED);
		refreshed(Outcome.UNCHANGED);
		refreshed(Outcome.UNCHANGED);
		refreshed(Outcome.FAILED);
		assertThat(this.lines.get()).extracting((line) -> line.substring(0, 4)).containsExactly("WARN", "INFO", "WARN");
		assertThat(this.lines.get().get(0)).contains("a.test:6379: refused");
	}

	@Test
	void slotsThatAreServedAgainAreTold() {
		change("a:0-8191 / b:8193-16383", "a:0-8192 / b:8193-16383", Trigger.PERIODIC);
		assertThat(this.lines.get()).contains("INFO Redis Cluster 'orders': slots 8192 are served again");
	}

	@Test
	void doubtIsToldOnce() {
		refreshed(Outcome.DOUBTED);
		refreshed(Outcome.DOUBTED);
		refreshed(Outcome.CHANGED);
		refreshed(Outcome.DOUBTED);
		assertThat(this.lines.get()).hasSize(2)
			.allMatch((line) -> line.startsWith("WARN") && line.contains("too unlikely"));
	}

	@Test
	void disagreementIsToldOnceWhenItLasts() {
		for (int i = 0; i < 4; i++) {
			disagreed();
		}
		assertThat(this.lines.get()).isEmpty();
		disagreed();
		disagreed();
		assertThat(this.lines.get()).singleElement()
			.asString()
			.startsWith("WARN")
			.contains("a.test:6379: disagrees on slots 7-9");
		refreshed(Outcome.UNCHANGED);
		assertThat(this.lines.get()).hasSize(2).last().asString().startsWith("INFO");
	}

	@Test
	void suspectIsToldOnceAMinute() {
		this.log.nodeSuspected(Shards.endpoint("a"));
		this.log.nodeRecovered(Shards.endpoint("a"));
		this.log.nodeSuspected(Shards.endpoint("a"));
		this.log.nodeSuspected(Shards.endpoint("b"));
		assertThat(this.lines.get()).extracting((line) -> line.substring(0, 4)).containsExactly("WARN", "INFO", "WARN");
		this.now = this.now.plusSeconds(60);
		this.log.nodeSuspected(Shards.endpoint("a"));
		assertThat(this.lines.get()).hasSize(4);
	}

	private void disagreed() {
		this.log.refreshed(new RefreshReport(Trigger.SETTLING, Instant.EPOCH, Duration.ZERO, Outcome.UNCHANGED, null,
				List.of(new SourceReport(Shards.endpoint("a"), null, List.of(new SlotRange(7, 9))))));
	}

	private void change(String before, String after, Trigger trigger) {
		this.log.topologyChanged(new TopologyChange(Shards.topology(before.isEmpty() ? 0 : 1, before),
				Shards.topology(2, after), trigger, List.of(), Map.of()));
	}

	private void refreshed(Outcome outcome) {
		this.log.refreshed(new RefreshReport(Trigger.PERIODIC, Instant.EPOCH, Duration.ZERO, outcome,
				(outcome == Outcome.DOUBTED) ? "too unlikely" : null,
				List.of(new SourceReport(Shards.endpoint("a"), "refused"))));
	}

}
