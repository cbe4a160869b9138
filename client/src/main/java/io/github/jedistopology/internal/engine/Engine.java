package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.engine.Action.Abandon;
import io.github.jedistopology.internal.engine.Action.Ask;
import io.github.jedistopology.internal.engine.Action.AskRole;
import io.github.jedistopology.internal.engine.Action.EndOfWatch;
import io.github.jedistopology.internal.engine.Action.LookUp;
import io.github.jedistopology.internal.engine.Action.Publish;
import io.github.jedistopology.internal.engine.Action.Report;
import io.github.jedistopology.internal.engine.Event.Answered;
import io.github.jedistopology.internal.engine.Event.Doubted;
import io.github.jedistopology.internal.engine.Event.LookedUp;
import io.github.jedistopology.internal.engine.Event.NotAnswered;
import io.github.jedistopology.internal.engine.Event.NotLookedUp;
import io.github.jedistopology.internal.engine.Event.Redirected;
import io.github.jedistopology.internal.engine.Event.RoleTold;
import io.github.jedistopology.internal.engine.Event.RoundEvent;
import io.github.jedistopology.internal.engine.Event.Suspected;
import io.github.jedistopology.internal.engine.Event.Trusted;
import io.github.jedistopology.internal.reconcile.Reconciler;
import io.github.jedistopology.internal.reconcile.Reconciliation;
import io.github.jedistopology.internal.reconcile.SlotPatch;
import io.github.jedistopology.internal.reconcile.Tombstones;
import io.github.jedistopology.internal.view.Source;

/**
 * Decides when to ask whom, what to believe, and what to publish. Takes events with a
 * time and gives back what to do: no I/O, no clock, no threads. Not thread-safe.
 */
final class Engine {

	private final List<HostAndPort> endpoints;

	private final int wantedViews;

	private final Duration queryTimeout;

	private final Sources sources;

	private final Schedule schedule;

	/** What redirections have said since the last refresh began, by slot, in order. */
	private final Map<Integer, TimedPatch> patches = new LinkedHashMap<>();

	private final FailoverWatch watch = new FailoverWatch();

	private final List<HostAndPort> spareEndpoints = new ArrayList<>();

	private final List<Source> lastResort = new ArrayList<>();

	private Topology topology;

	private Tombstones tombstones = Tombstones.NONE;

	private @Nullable Round round;

	private int rounds;

	Engine(List<HostAndPort> endpoints, RefreshSettings settings, Duration queryTimeout, Random random, Instant now) {
		this.endpoints = endpoints;
		this.wantedViews = settings.sources();
		this.queryTimeout = queryTimeout;
		this.sources = new Sources(random);
		this.schedule = new Schedule(settings.interval(), random, now);
		this.topology = Topology.of(0, now, List.of());
	}

	Topology topology() {
		return this.topology;
	}

	/** How many refreshes have begun; the next one has the number after this. */
	int rounds() {
		return this.rounds;
	}

	/** When to send {@link Event.Woken} if nothing else happens before. */
	Instant wakeAt() {
		Instant refresh = (this.round != null) ? this.round.nextDeadline() : this.schedule.next();
		return this.watch.next().isBefore(refresh) ? this.watch.next() : refresh;
	}

	List<Action> handle(Event event, Instant now) {
		List<Action> actions = new ArrayList<>();
		if (event instanceof Doubted doubted) {
			doubted(doubted.trigger());
		}
		else if (event instanceof Redirected redirected) {
			redirected(new SlotPatch(redirected.slot(), redirected.target()), now, actions);
		}
		else if (event instanceof Suspected suspected) {
			this.schedule.want(Trigger.NODE_SUSPECTED);
			this.watch.begin(suspected.endpoint(), now);
		}
		else if (event instanceof Trusted trusted) {
			this.watch.end(trusted.endpoint());
		}
		else if (event instanceof RoleTold told) {
			told(told, now, actions);
		}
		else if (event instanceof RoundEvent late && this.round != null && late.round() == this.round.number()) {
			heard(this.round, late, now);
		}
		advance(now, actions);
		watch(now, actions);
		return actions;
	}

	private void watch(Instant now, List<Action> actions) {
		this.watch.due(this.topology, now).forEach((replica) -> actions.add(new AskRole(replica)));
		if (this.watch.hasEnded()) {
			actions.add(new EndOfWatch());
		}
	}

	/** A promoted replica takes its shard over, as a redirection to it would say. */
	private void told(RoleTold told, Instant now, List<Action> actions) {
		this.watch.told(told.replica());
		HostAndPort replica = told.replica().endpoint();
		this.topology.shards()
			.stream()
			.filter((shard) -> told.promoted() && shard.serving())
			.filter((shard) -> shard.replicas().stream().anyMatch((node) -> node.endpoint().equals(replica)))
			.findFirst()
			.ifPresent((shard) -> {
				this.watch.end(shard.primary().endpoint());
				redirected(new SlotPatch(shard.slots().get(0).start(), replica), now, actions);
			});
	}

	private void doubted(Trigger trigger) {
		if (trigger == Trigger.USER || trigger == Trigger.STARTUP) {
			this.schedule.wantUrgently(trigger);
		}
		else {
			this.schedule.want(trigger);
		}
	}

	/** Rule 2 of the design: the slot is patched before the command is sent again. */
	private void redirected(SlotPatch patch, Instant now, List<Action> actions) {
		if (!isCredible(patch, now)) {
			this.schedule.wantUrgently(Trigger.MOVED);
			return;
		}
		this.schedule.want(Trigger.MOVED);
		this.patches.remove(patch.slot());
		this.patches.put(patch.slot(), new TimedPatch(patch, now));
		ClusterNode owner = this.topology.primary(patch.slot());
		if (owner == null || !owner.isAt(patch.target())) {
			publish(patch.apply(this.topology.shards()), Trigger.MOVED, now, actions);
		}
	}

	/** "?" stands for a node without a host name where host names are preferred. */
	private boolean isCredible(SlotPatch patch, Instant now) {
		return patch.slot() >= 0 && patch.slot() < SlotRange.SLOTS && !patch.target().getHost().equals("?")
				&& !this.tombstones.cover(patch.target(), now);
	}

	private void heard(Round round, RoundEvent event, Instant now) {
		if (event instanceof Answered answered) {
			round.answered(answered.source(), answered.view());
		}
		else if (event instanceof NotAnswered notAnswered) {
			round.failed(notAnswered.source(), notAnswered.reason());
		}
		else if (event instanceof NotLookedUp notLookedUp) {
			round.lookUpFailed(notLookedUp.endpoint(), notLookedUp.reason());
		}
		else if (event instanceof LookedUp lookedUp && round.lookedUp(lookedUp.endpoint())) {
			Sources.Behind behind = this.sources.behind(lookedUp.endpoint(), lookedUp.addresses(), this.topology,
					this.tombstones, now);
			if (!isStarting()) {
				round.addExtra(behind.sources());
			}
			round.addCandidates(behind.sources());
			this.lastResort.addAll(behind.lastResort());
		}
	}

	private void advance(Instant now, List<Action> actions) {
		if (this.round == null) {
			Trigger trigger = this.schedule.begin(now);
			if (trigger == null) {
				return;
			}
			this.round = begin(trigger, now, actions);
		}
		proceed(this.round, now, actions);
	}

	private Round begin(Trigger trigger, Instant now, List<Action> actions) {
		Round round = new Round(++this.rounds, trigger, now, this.wantedViews, this.queryTimeout);
		round.addCandidates(this.sources.known(this.topology));
		this.lastResort.clear();
		this.spareEndpoints.clear();
		this.spareEndpoints.addAll(this.sources.shuffled(this.endpoints));
		lookUp(round, isStarting() ? this.spareEndpoints.size() : 1, actions);
		return round;
	}

	private boolean isStarting() {
		return this.topology.version() == 0;
	}

	private void lookUp(Round round, int count, List<Action> actions) {
		List<HostAndPort> next = this.spareEndpoints.subList(0, count);
		for (HostAndPort endpoint : next) {
			round.lookUp(endpoint);
			actions.add(new LookUp(round.number(), endpoint));
		}
		next.clear();
	}

	private void proceed(Round round, Instant now, List<Action> actions) {
		round.expire(now).forEach((source) -> actions.add(new Abandon(round.number(), source)));
		if (round.isExhausted() && round.views().isEmpty() && !round.isOver(now)) {
			widen(round, actions);
		}
		if (round.isDecided() || round.isExhausted() || round.isOver(now)) {
			round.stillAsked().forEach((source) -> actions.add(new Abandon(round.number(), source)));
			this.round = null;
			finish(round, now, actions);
		}
		else {
			round.ask(now).forEach((source) -> actions.add(new Ask(round.number(), source)));
		}
	}

	/** Rule 6 of the design: the way back when every known node is gone. */
	private void widen(Round round, List<Action> actions) {
		if (!this.spareEndpoints.isEmpty()) {
			lookUp(round, this.spareEndpoints.size(), actions);
		}
		else {
			round.addCandidates(this.lastResort);
			this.lastResort.clear();
		}
	}

	private void finish(Round round, Instant now, List<Action> actions) {
		if (round.views().isEmpty()) {
			this.schedule.want(Trigger.RETRY);
			actions.add(new Report(round.number(), round.report(now, Outcome.FAILED)));
			return;
		}
		Reconciliation reconciliation = Reconciler.reconcile(this.topology, round.views());
		boolean changed = publish(withPatchesSince(round.startedAt(), reconciliation.shards()), round.trigger(), now,
				actions);
		if (changed || !reconciliation.agreed()) {
			this.schedule.want(Trigger.SETTLING);
		}
		actions.add(new Report(round.number(), round.report(now, changed ? Outcome.CHANGED : Outcome.UNCHANGED)));
	}

	/** A refresh knows better than redirections that came before it, not after. */
	private List<Shard> withPatchesSince(Instant startedAt, List<Shard> shards) {
		this.patches.values().removeIf((timed) -> timed.at().isBefore(startedAt));
		List<Shard> patched = shards;
		for (TimedPatch timed : this.patches.values()) {
			patched = timed.patch().apply(patched);
		}
		return patched;
	}

	private boolean publish(List<Shard> shards, Trigger trigger, Instant now, List<Action> actions) {
		Topology next = Topology.of(this.topology.version() + 1, now, shards);
		if (next.shards().equals(this.topology.shards())) {
			return false;
		}
		TopologyChange change = new TopologyChange(this.topology, next, trigger);
		this.topology = next;
		this.tombstones = this.tombstones.update(change.before().nodes(), next.nodes(), now);
		actions.add(new Publish(change));
		return true;
	}

	private record TimedPatch(SlotPatch patch, Instant at) {

	}

}
