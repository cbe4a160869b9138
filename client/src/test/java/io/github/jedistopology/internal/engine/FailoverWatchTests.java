package io.github.jedistopology.internal.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.Shards;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.view.Source;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailoverWatch}.
 */
class FailoverWatchTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Topology TOPOLOGY = Shards.topology(1, "a<a1,a2:0-8191 / b<b1:8192-16383");

	private final FailoverWatch watch = new FailoverWatch();

	@Test
	void nothingIsAskedWhileNobodyIsSuspected() {
		assertThat(this.watch.next()).isEqualTo(Instant.MAX);
		assertThat(this.watch.due(TOPOLOGY, START)).isEmpty();
	}

	@Test
	void replicasOfTheSuspectedPrimaryAreAskedAtOnceAndThenTwentyTimesASecond() {
		this.watch.begin(Shards.endpoint("a"), START);
		assertThat(this.watch.due(TOPOLOGY, START)).containsExactlyInAnyOrder(replica("a1"), replica("a2"));
		assertThat(this.watch.next()).isEqualTo(START.plusMillis(50));
		this.watch.told(replica("a1"));
		this.watch.told(replica("a2"));
		assertThat(this.watch.due(TOPOLOGY, START.plusMillis(49))).isEmpty();
		assertThat(this.watch.due(TOPOLOGY, START.plusMillis(50))).hasSize(2);
	}

	@Test
	void replicaThatHasNotAnsweredIsNotAskedAgain() {
		this.watch.begin(Shards.endpoint("a"), START);
		this.watch.due(TOPOLOGY, START);
		this.watch.told(replica("a2"));
		assertThat(this.watch.due(TOPOLOGY, START.plusMillis(50))).containsExactly(replica("a2"));
	}

	@Test
	void watchEndsAfterTenSeconds() {
		this.watch.begin(Shards.endpoint("a"), START);
		this.watch.due(TOPOLOGY, START);
		assertThat(this.watch.hasEnded()).isFalse();
		assertThat(this.watch.due(TOPOLOGY, START.plusSeconds(10))).isEmpty();
		assertThat(this.watch.hasEnded()).isTrue();
		assertThat(this.watch.hasEnded()).as("told once").isFalse();
		assertThat(this.watch.next()).isEqualTo(Instant.MAX);
	}

	@Test
	void watchEndsWhenThePrimaryAnswersAgain() {
		this.watch.begin(Shards.endpoint("a"), START);
		this.watch.begin(Shards.endpoint("b"), START);
		this.watch.end(Shards.endpoint("a"));
		assertThat(this.watch.due(TOPOLOGY, START)).containsExactly(replica("b1"));
		this.watch.end(Shards.endpoint("b"));
		assertThat(this.watch.hasEnded()).isTrue();
	}

	@Test
	void primaryThatServesNothingHasNoFailover() {
		this.watch.begin(Shards.endpoint("a"), START);
		assertThat(this.watch.due(Shards.topology(2, "a<a1: / b<b1:0-16383"), START)).isEmpty();
	}

	@Test
	void primaryThatTheClusterCallsFailedIsWatchedFromThenOn() {
		Topology failed = Shards.topology(2, "a!<a1,a2:0-8191 / b<b1:8192-16383");
		this.watch.begin(change(failed, Shards.topology(3, "a!<a2:0-8191 / b<b1!:8192-16383")), START);
		assertThat(this.watch.next()).as("it was known, and a replica has none to elect").isEqualTo(Instant.MAX);
		this.watch.begin(change(TOPOLOGY, failed), START);
		assertThat(this.watch.due(failed, START)).containsExactlyInAnyOrder(replica("a1"), replica("a2"));
	}

	private static TopologyChange change(Topology before, Topology after) {
		return new TopologyChange(before, after, Trigger.PERIODIC, List.of(), Map.of());
	}

	private static Source replica(String name) {
		return Source.node(Shards.endpoint(name));
	}

}
