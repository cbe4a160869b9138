package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Shards;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.view.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One history: an {@link Engine} and a {@link SimulatedCluster} on a virtual clock. After
 * each step it checks what always holds.
 */
final class Simulation {

	private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration ROUND_DEADLINE = QUERY_TIMEOUT.multipliedBy(2);

	private static final Duration INTERVAL = Duration.ofSeconds(4);

	private static final int MOST_STEPS = 20_000;

	/**
	 * After so many rounds the truth is believed. The first may have been under way when
	 * it began to be told. Only those count in which several sources are heard and what
	 * they say needs no confirmation.
	 */
	private static final int CONVERGENCE = 4;

	/** After it nobody believes any more what has not spread. */
	private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

	/** Who is confirmed by nobody because nobody else is left is believed as late. */
	private static final Duration CONFIRMATION = HALF_A_MINUTE.plusSeconds(15);

	private static final HostAndPort WITNESS = new HostAndPort("witness.test", 6379);

	private final long seed;

	private final Random random;

	private final SimulatedCluster cluster;

	private final BitSet left;

	private final List<String> disturbances = new ArrayList<>();

	private final Engine engine;

	private final PriorityQueue<Due> due = new PriorityQueue<>(
			Comparator.comparing(Due::at).thenComparing(Due::number));

	private Instant now = Instant.EPOCH;

	private int scheduled;

	private int steps;

	private Topology published;

	/** Addresses that were published once and are not any more. */
	private final Set<HostAndPort> gone = new HashSet<>();

	/** What was said of each slot since the last round began. */
	private final Map<Integer, HostAndPort> moved = new HashMap<>();

	private @Nullable Instant roundBegan;

	private @Nullable Instant lastBegin;

	/** What is published next is what a redirection says. */
	private boolean redirecting;

	private boolean answered;

	/** How many have ended that count for {@link #CONVERGENCE}. */
	private int rounds;

	/** What was answered to the round under way. */
	private final Map<HostAndPort, View> views = new HashMap<>();

	private final Comebacks comebacks = new Comebacks();

	private final Set<HostAndPort> unheard = new HashSet<>();

	/** A round must have begun by then. */
	private @Nullable Instant owed;

	/**
	 * A history.
	 * @param seed its number
	 * @param left the disturbances that are left out, by number
	 */
	Simulation(long seed, BitSet left) {
		this.seed = seed;
		this.left = left;
		this.random = new Random(seed);
		this.cluster = new SimulatedCluster(this.random, this.now);
		this.engine = new Engine(List.of(SimulatedCluster.CONFIGURATION_ENDPOINT),
				new RefreshSettings(INTERVAL, 3, Duration.ofSeconds(2)), QUERY_TIMEOUT, new Random(seed), this.now);
		this.published = this.engine.topology();
	}

	void run() {
		signal(Trigger.STARTUP);
		int number = 0;
		for (int millis = 100; millis < 15_000; millis += 50 + this.random.nextInt(700)) {
			// Of its own, so that leaving one out does not change the others.
			Random random = new Random(this.seed * 1000 + number);
			if (!this.left.get(number++)) {
				schedule(millis, () -> disturb(random));
			}
		}
		runFor(Duration.ofSeconds(15));
		this.cluster.calmDown(new Random(this.seed));
		boolean rumour = this.cluster.hasUnheardLiars();
		for (int second = 0; second < 1000 && this.cluster.hasUnheardLiars(); second++) {
			signalFor(Duration.ofSeconds(1));
		}
		if (rumour) {
			signalFor(HALF_A_MINUTE);
		}
		int last = this.rounds + CONVERGENCE;
		Instant latest = this.now.plus(CONFIRMATION);
		while (this.rounds < last && this.now.isBefore(latest)) {
			signalFor(Duration.ofSeconds(1));
		}
		assertThat(Shards.text(this.published.shards())).as("converged").isEqualTo(Shards.text(this.cluster.truth()));
	}

	/** Whoever believes a liar sends commands to the wrong nodes, and hears of it. */
	private void signalFor(Duration duration) {
		for (int millis = 0; millis < duration.toMillis(); millis += 1000) {
			schedule(millis, () -> signal(Trigger.CONNECTION_LOST));
		}
		runFor(duration);
	}

	private void disturb(Random random) {
		switch (random.nextInt(5)) {
			case 0 -> {
				this.disturbances.add("moods");
				this.cluster.moodSwing(random, this.now);
			}
			case 1 -> {
				this.disturbances.add("signal");
				signal(Trigger.CONNECTION_LOST);
			}
			case 2 -> {
				List<HostAndPort> removed = this.cluster.removedPrimaries();
				if (!removed.isEmpty()) {
					HostAndPort target = removed.get(random.nextInt(removed.size()));
					this.disturbances.add("moved to " + target);
					redirect(random.nextInt(SimulatedCluster.SLOTS), target);
				}
			}
			case 3 -> {
				this.disturbances.add("most fall back");
				this.cluster.fallBack(random);
			}
			default -> {
				BitSet slots = this.cluster.change(random, this.now);
				this.disturbances.add(Shards.text(this.cluster.truth()));
				slots.stream().filter((slot) -> random.nextInt(4) == 0).forEach((slot) -> {
					HostAndPort owner = this.cluster.ownerOf(slot);
					schedule(random.nextInt(1500), () -> redirect(slot, owner));
				});
			}
		}
	}

	private void runFor(Duration duration) {
		Instant end = this.now.plus(duration);
		while (true) {
			Instant next = this.due.isEmpty() ? end : this.due.peek().at();
			Instant wakeAt = this.engine.wakeAt();
			if (wakeAt.isBefore(next)) {
				step(latest(this.now, wakeAt), () -> handle(new Event.Woken()));
			}
			else if (next.isBefore(end)) {
				Due event = this.due.remove();
				step(event.at(), event.what());
			}
			else {
				this.now = end;
				return;
			}
		}
	}

	private void step(Instant at, Runnable what) {
		if (this.roundBegan != null) {
			assertThat(at).as("round ends within its deadline").isBeforeOrEqualTo(this.roundBegan.plus(ROUND_DEADLINE));
		}
		if (this.owed != null) {
			assertThat(at).as("signal leads to a round").isBeforeOrEqualTo(this.owed);
		}
		assertThat(this.steps++).as("no busy loop").isLessThan(MOST_STEPS);
		this.now = at;
		what.run();
	}

	private void signal(Trigger trigger) {
		owe();
		handle(new Event.Doubted(trigger));
	}

	private void redirect(int slot, HostAndPort target) {
		boolean removed = this.gone.contains(target);
		owe();
		Topology before = this.published;
		this.redirecting = !removed && !target.equals(ownerOf(slot));
		List<Action> actions = handle(new Event.Redirected(slot, target, WITNESS));
		if (actions.stream().noneMatch(Action.Report.class::isInstance)) {
			if (removed) {
				assertThat(this.published).as("MOVED to a removed node").isSameAs(before);
			}
			else {
				assertRouted(slot, target);
				this.moved.put(slot, target);
			}
		}
	}

	private void assertRouted(int slot, HostAndPort target) {
		assertThat(ownerOf(slot)).as("owner of slot %d", slot).isEqualTo(target);
	}

	private @Nullable HostAndPort ownerOf(int slot) {
		ClusterNode owner = this.published.primary(slot);
		return (owner != null) ? owner.endpoint() : null;
	}

	/** After the round under way, and not sooner than a second after it began. */
	private void owe() {
		if (this.owed == null) {
			Instant earliest = (this.lastBegin != null) ? latest(this.now, this.lastBegin.plus(Schedule.LONGEST_PAUSE))
					: this.now;
			this.owed = (this.roundBegan != null) ? latest(earliest, this.roundBegan.plus(ROUND_DEADLINE)) : earliest;
		}
	}

	private List<Action> handle(Event event) {
		int rounds = this.engine.rounds();
		if (event instanceof Event.Answered answer && answer.round() == rounds) {
			this.answered = true;
			this.views.put(answer.source().target(), answer.view());
		}
		if (event instanceof Event.NotAnswered failure && failure.round() == rounds) {
			this.unheard.remove(failure.source().endpoint());
		}
		List<Action> actions = this.engine.handle(event, this.now);
		if (this.engine.rounds() > rounds) {
			began(rounds + 1);
		}
		// A source is given up before another takes its place.
		actions.forEach((action) -> {
			if (action instanceof Action.Abandon abandon) {
				this.unheard.remove(abandon.source().endpoint());
			}
		});
		actions.forEach(this::carryOut);
		assertThat(this.engine.topology()).isSameAs(this.published);
		return actions;
	}

	private void began(int round) {
		assertThat(this.engine.rounds()).isEqualTo(round);
		assertThat(this.roundBegan).as("one round at a time").isNull();
		if (this.lastBegin != null) {
			assertThat(this.now).as("rounds are apart").isAfterOrEqualTo(this.lastBegin.plus(Schedule.GAP));
		}
		this.roundBegan = this.now;
		this.lastBegin = this.now;
		this.owed = null;
		this.answered = false;
		this.views.clear();
		this.unheard.clear();
		this.moved.clear();
		this.engine.topology()
			.shards()
			.stream()
			.filter(Shard::serving)
			.flatMap(Shard::nodes)
			.forEach((node) -> this.unheard.add(node.endpoint()));
	}

	private void carryOut(Action action) {
		if (action instanceof Action.Ask ask) {
			if (this.gone.contains(ask.source().target())) {
				assertThat(this.answered).as("%s is asked", ask).isFalse();
				assertThat(this.unheard).as("known nodes that may answer, and yet %s", ask).isEmpty();
			}
			answer(this.cluster.answer(ask.round(), ask.source(), this.now));
		}
		else if (action instanceof Action.LookUp lookUp) {
			schedule(this.cluster.lookUpMillis(this.random),
					() -> handle(this.cluster.addresses(lookUp.endpoint(), this.random, this.now)));
		}
		else if (action instanceof Action.Publish publish) {
			published(publish.change());
		}
		else if (action instanceof Action.Report report) {
			ended(report.report());
		}
	}

	private void answer(@Nullable Event answer) {
		if (answer != null) {
			schedule(1 + this.random.nextInt(60), () -> handle(answer));
		}
	}

	private void published(TopologyChange change) {
		assertThat(change.before()).isSameAs(this.published);
		assertThat(change.after().version()).isEqualTo(this.published.version() + 1);
		assertConsistent(change.after());
		this.published = change.after();
		if (this.redirecting) {
			// A replica that is named takes its whole shard over.
			this.moved.entrySet().removeIf((told) -> !told.getValue().equals(ownerOf(told.getKey())));
			this.redirecting = false;
			this.comebacks.redirected(this.published);
		}
		this.gone.addAll(addresses(change.before().nodes().stream().filter(ClusterNode::identified)));
		this.gone.removeAll(addresses(change.after().nodes().stream()));
	}

	private static Set<HostAndPort> addresses(Stream<ClusterNode> nodes) {
		return nodes.flatMap((node) -> Stream.of(node.endpoint(), new HostAndPort(String.valueOf(node.ip()), 6379)))
			.collect(Collectors.toSet());
	}

	private static void assertConsistent(Topology topology) {
		List<ClusterNode> nodes = new ArrayList<>(topology.nodes());
		assertThat(nodes).extracting(ClusterNode::id).doesNotHaveDuplicates();
		assertThat(nodes).extracting(ClusterNode::endpoint).doesNotHaveDuplicates();
		for (int slot = 0; slot < SimulatedCluster.SLOTS; slot++) {
			ClusterNode owner = topology.primary(slot);
			assertThat(owner == null || nodes.contains(owner)).as("owner of slot %d is listed", slot).isTrue();
		}
		int covered = SlotRange.slots(topology.shards().stream().flatMap((shard) -> shard.slots().stream()).toList())
			.cardinality();
		assertThat(topology.coveredSlots()).as("no slot twice").isEqualTo(covered);
	}

	private void ended(RefreshReport report) {
		assertThat(report.startedAt()).isEqualTo(this.roundBegan);
		this.roundBegan = null;
		if (report.outcome() != Outcome.FAILED) {
			this.views.keySet().retainAll(answered(report));
			boolean believed = report.outcome() != Outcome.DOUBTED;
			this.comebacks.refreshed(this.views.values(), believed, this.published, this.now);
			this.rounds += (believed && this.views.size() > 1) ? 1 : 0;
		}
		if (this.owed != null) {
			this.owed = latest(this.now, report.startedAt().plus(Schedule.LONGEST_PAUSE));
		}
		this.moved.forEach((slot, target) -> {
			if (!isContradicted(target)) {
				assertRouted(slot, target);
			}
		});
	}

	private static Set<HostAndPort> answered(RefreshReport report) {
		return report.sources()
			.stream()
			.filter((source) -> source.failure() == null)
			.map(SourceReport::address)
			.collect(Collectors.toSet());
	}

	/** Another redirection has named another node of the same shard as primary. */
	private boolean isContradicted(HostAndPort target) {
		return this.published.shards()
			.stream()
			.filter((shard) -> shard.nodes().anyMatch((node) -> node.isAt(target)))
			.flatMap(Shard::nodes)
			.anyMatch((node) -> !node.isAt(target) && this.moved.containsValue(node.endpoint()));
	}

	private void schedule(int millis, Runnable what) {
		this.due.add(new Due(this.now.plusMillis(millis), this.scheduled++, what));
	}

	private static Instant latest(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private record Due(Instant at, int number, Runnable what) {

	}

	@Override
	public String toString() {
		return "at %s after %s, believing %s".formatted(Duration.between(Instant.EPOCH, this.now), this.disturbances,
				Shards.text(this.published.shards()));
	}

}
