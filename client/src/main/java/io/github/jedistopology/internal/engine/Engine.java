package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.Shard;
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
import io.github.jedistopology.internal.engine.Action.Tell;
import io.github.jedistopology.internal.engine.Belief.Judgement;
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
import io.github.jedistopology.internal.reconcile.SlotPatch;
import io.github.jedistopology.internal.view.Source;

/**
 * Decides when to ask whom, what to believe, and what to publish. Takes events with a
 * time and gives back what to do: no I/O, no clock, no threads. Not thread-safe. Public
 * for the simulation of whole fleets in the benchmarks.
 */
public final class Engine {

	/** So many owners in dispute are asked besides; the others in the next refresh. */
	private static final int MOST_DISPUTED = 8;

	/**
	 * A refresh that finds nobody asks no more known nodes, the next one twice as many.
	 */
	private static final int FEW = 16;

	/**
	 * For so long after its primary was suspected a shard is expected to fail over:
	 * longer than any usual node time-out.
	 */
	private static final Duration FAILOVER_PATIENCE = Duration.ofMinutes(1);

	private final List<HostAndPort> endpoints;

	private final RefreshSettings settings;

	private final Duration queryTimeout;

	private final Sources sources;

	private final Schedule schedule;

	private final Belief belief;

	private final FailoverWatch watch = new FailoverWatch();

	private final EndpointWatch endpointWatch;

	/** Primaries that do not answer commands, and since when. */
	private final Map<HostAndPort, Instant> suspects = new HashMap<>();

	/** Nodes that did not answer the engine the last time, and until when that counts. */
	private final Map<HostAndPort, Instant> silent = new HashMap<>();

	private final LookUps lookUps = new LookUps();

	private final List<HostAndPort> spareEndpoints = new ArrayList<>();

	private final List<Source> lastResort = new ArrayList<>();

	private @Nullable Round round;

	private int rounds;

	/** How many known nodes the refresh may ask, and whether these are all of them. */
	private int reach;

	private boolean reachesAll;

	/**
	 * An engine that knows nothing yet.
	 * @param endpoints the configured endpoints
	 * @param settings when to refresh and how many to ask
	 * @param queryTimeout how long a source may take
	 * @param random for the choice of sources and for jitter
	 * @param now the present time
	 */
	public Engine(List<HostAndPort> endpoints, RefreshSettings settings, Duration queryTimeout, Random random,
			Instant now) {
		this.endpoints = endpoints;
		this.settings = settings;
		this.queryTimeout = queryTimeout;
		this.sources = new Sources(random);
		this.schedule = new Schedule(settings.interval(), random, now);
		this.belief = new Belief(now);
		this.endpointWatch = new EndpointWatch(endpoints, now);
		this.reach = fewest();
	}

	/** Enough for as many as disagreement adds. */
	private int fewest() {
		return Math.max(FEW, 2 * this.settings.sources());
	}

	/**
	 * What it believes.
	 * @return the last one published
	 */
	public Topology topology() {
		return this.belief.topology();
	}

	/**
	 * The primaries that do not answer commands.
	 * @return since when, by endpoint
	 */
	public Map<HostAndPort, Instant> suspects() {
		return Map.copyOf(this.suspects);
	}

	/**
	 * The addresses that the cluster has given up.
	 * @return when each is forgotten; some may be past
	 */
	public Map<HostAndPort, Instant> tombstones() {
		return this.belief.tombstones();
	}

	/**
	 * How many refreshes have begun.
	 * @return their number; the next one has the number after this
	 */
	public int rounds() {
		return this.rounds;
	}

	/**
	 * When to send {@link Event.Woken} if nothing else happens before.
	 * @return the time
	 */
	public Instant wakeAt() {
		Instant refresh = (this.round != null) ? this.round.nextDeadline() : this.schedule.next();
		return Stream.of(refresh, this.watch.next(), this.endpointWatch.next())
			.min(Comparator.naturalOrder())
			.orElseThrow();
	}

	/**
	 * Takes note of an event.
	 * @param event what has happened
	 * @param now the present time, never before that of an earlier event
	 * @return what to do, in this order
	 */
	public List<Action> handle(Event event, Instant now) {
		List<Action> actions = new ArrayList<>();
		if (event instanceof Doubted doubted) {
			doubted(doubted.trigger());
		}
		else if (event instanceof Redirected redirected) {
			redirected(new SlotPatch(redirected.slot(), redirected.target()), redirected.witness(), now, actions);
		}
		else if (event instanceof Suspected suspected) {
			suspected(suspected.endpoint(), now, actions);
		}
		else if (event instanceof Trusted trusted) {
			trusted(trusted.endpoint(), actions);
		}
		else if (event instanceof RoleTold told) {
			told(told, now, actions);
		}
		else if (event instanceof LookedUp lookedUp) {
			lookedUp(lookedUp, now);
		}
		else if (event instanceof NotLookedUp notLookedUp) {
			if (this.lookUps.ended(notLookedUp.endpoint()) && this.round != null) {
				this.round.lookUpFailed(notLookedUp.endpoint(), notLookedUp.reason());
			}
		}
		else if (event instanceof RoundEvent late && this.round != null && late.round() == this.round.number()) {
			heard(this.round, late, now);
		}
		advance(now, actions);
		watch(now, actions);
		return actions;
	}

	/** That a node does not answer which is not listed any more is no news. */
	private void suspected(HostAndPort endpoint, Instant now, List<Action> actions) {
		if (topology().nodes().stream().noneMatch((node) -> node.endpoint().equals(endpoint))) {
			return;
		}
		this.schedule.want(Trigger.NODE_SUSPECTED);
		this.watch.begin(endpoint, now);
		if (this.suspects.putIfAbsent(endpoint, now) == null) {
			this.schedule.speedUp();
			actions.add(new Tell((listener) -> listener.nodeSuspected(endpoint)));
		}
	}

	private void trusted(HostAndPort endpoint, List<Action> actions) {
		this.watch.end(endpoint);
		if (this.suspects.remove(endpoint) != null) {
			actions.add(new Tell((listener) -> listener.nodeRecovered(endpoint)));
		}
	}

	private void watch(Instant now, List<Action> actions) {
		this.watch.due(topology(), now).forEach((replica) -> actions.add(new AskRole(replica)));
		if (this.watch.hasEnded()) {
			actions.add(new EndOfWatch());
		}
		this.endpointWatch.due(now)
			.stream()
			.filter(this.lookUps::begin)
			.forEach((endpoint) -> actions.add(new LookUp(endpoint)));
	}

	/** A promoted replica takes its shard over, as a redirection to it would say. */
	private void told(RoleTold told, Instant now, List<Action> actions) {
		this.watch.told(told.replica());
		HostAndPort replica = told.replica().endpoint();
		topology().shards()
			.stream()
			.filter((shard) -> told.promoted() && shard.serving())
			.filter((shard) -> shard.replicas().stream().anyMatch((node) -> node.endpoint().equals(replica)))
			.findFirst()
			.ifPresent((shard) -> {
				this.watch.end(shard.primary().endpoint());
				redirected(new SlotPatch(shard.slots().get(0).start(), replica), replica, now, actions);
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
	private void redirected(SlotPatch patch, HostAndPort witness, Instant now, List<Action> actions) {
		this.schedule.want(Trigger.MOVED);
		if (this.belief.isCredible(patch, now)) {
			publish(this.belief.believe(patch, witness, now), now, actions);
		}
	}

	private void heard(Round round, RoundEvent event, Instant now) {
		if (event instanceof Answered answered) {
			round.answered(answered.source(), answered.view());
			this.silent.remove(answered.source().endpoint());
		}
		else if (event instanceof NotAnswered notAnswered) {
			round.failed(notAnswered.source(), notAnswered.reason());
			keepsSilent(notAnswered.source(), now);
		}
	}

	/**
	 * Others are asked first, but not for ever; and a node that hangs is not asked by
	 * each refresh.
	 */
	private void keepsSilent(Source source, Instant now) {
		this.silent.put(source.endpoint(), now.plus(this.settings.interval().multipliedBy(2)));
	}

	private void lookedUp(LookedUp lookedUp, Instant now) {
		boolean changed = this.endpointWatch.hear(lookedUp.endpoint(), lookedUp.addresses(), now);
		if (!this.lookUps.ended(lookedUp.endpoint())) {
			if (changed) {
				this.schedule.want(Trigger.ENDPOINT_CHANGED);
			}
		}
		else if (this.round != null) {
			addBehind(this.round, lookedUp, now);
		}
		else {
			this.lookUps.keep(lookedUp, now);
		}
	}

	private void addBehind(Round round, LookedUp lookedUp, Instant now) {
		round.lookedUp(lookedUp.endpoint());
		Sources.Behind behind = this.sources.behind(lookedUp.endpoint(), lookedUp.addresses(), topology(),
				(address) -> this.belief.isGone(address, now));
		if (!this.belief.isBlank()) {
			round.addExtra(behind.strangers());
		}
		round.addCandidates(behind.sources());
		this.lastResort.addAll(behind.lastResort());
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
		Round round = new Round(++this.rounds, trigger, now, this.settings.sources(), this.queryTimeout,
				this.settings.timeout());
		this.silent.values().removeIf((until) -> !until.isAfter(now));
		Set<HostAndPort> doubtful = new HashSet<>(this.suspects.keySet());
		doubtful.addAll(this.silent.keySet());
		List<Source> known = this.sources.known(topology(), doubtful);
		this.reachesAll = known.size() <= this.reach;
		round.addCandidates(known.subList(0, Math.min(known.size(), this.reach)));
		this.lastResort.clear();
		this.spareEndpoints.clear();
		this.spareEndpoints.addAll(this.sources.shuffled(this.endpoints));
		this.lookUps.takeKept(now).forEach((late) -> {
			this.spareEndpoints.remove(late.endpoint());
			addBehind(round, late, now);
		});
		int spare = this.spareEndpoints.size();
		lookUp(round, this.belief.isBlank() ? spare : Math.min(1, spare), actions);
		return round;
	}

	private void lookUp(Round round, int count, List<Action> actions) {
		List<HostAndPort> next = this.spareEndpoints.subList(0, count);
		for (HostAndPort endpoint : next) {
			if (this.lookUps.beginForRefresh(endpoint)) {
				round.lookUp(endpoint);
				actions.add(new LookUp(endpoint));
			}
			else {
				round.lookUpHangs(endpoint);
			}
		}
		next.clear();
	}

	private void proceed(Round round, Instant now, List<Action> actions) {
		round.expire(now).forEach((source) -> {
			keepsSilent(source, now);
			actions.add(new Abandon(round.number(), source));
		});
		if (round.isExhausted() && round.answers().isEmpty() && !round.isOver(now)) {
			reachOut(round, actions);
		}
		if (round.widens()) {
			List<ClusterNode> disputed = this.sources.disputed(
					round.answers().values().stream().filter((view) -> Outsiders.isOf(topology(), view)).toList());
			disputed.removeIf((owner) -> this.belief.isGone(owner.endpoint(), now));
			round.widen(Math.max(this.settings.sources(), Math.min(disputed.size(), MOST_DISPUTED)), disputed);
		}
		boolean mayHearMore = !round.isExhausted() || round.answers().isEmpty() && this.lookUps.areWanted();
		if (round.isDecided(now) || !mayHearMore || round.isOver(now)) {
			round.stillAsked().forEach((source) -> actions.add(new Abandon(round.number(), source)));
			this.round = null;
			finish(round, now, actions);
		}
		else {
			round.ask(now).forEach((source) -> actions.add(new Ask(round.number(), source)));
		}
	}

	/** Rule 6 of the design: the way back when every known node is gone. */
	private void reachOut(Round round, List<Action> actions) {
		if (!this.spareEndpoints.isEmpty()) {
			lookUp(round, this.spareEndpoints.size(), actions);
		}
		// Nor is there a look-up to wait for, unless it hangs.
		if (this.reachesAll && round.isExhausted()) {
			round.addLastResort(this.lastResort);
			this.lastResort.clear();
		}
	}

	private void finish(Round round, Instant now, List<Action> actions) {
		Outsiders.among(round, topology(), this.suspects.keySet()).forEach(round::reject);
		this.reach = (round.answers().isEmpty() && !this.reachesAll) ? 2 * this.reach : fewest();
		if (round.answers().isEmpty()) {
			this.schedule.wantLater(Trigger.RETRY, now);
			actions.add(new Report(round.number(), round.report(now, Outcome.FAILED, null, topology())));
			return;
		}
		this.lookUps.noneIsWanted();
		Judgement judgement = this.belief.believe(round.answers(), round.startedAt(), round.trigger(), now);
		publish(judgement.change(), now, actions);
		boolean failingOver = this.suspects.values()
			.stream()
			.anyMatch((since) -> since.plus(FAILOVER_PATIENCE).isAfter(now));
		if (judgement.change() == null && !failingOver && round.trigger() != Trigger.PERIODIC
				&& round.trigger() != Trigger.USER) {
			this.schedule.slowDown();
		}
		Outcome outcome = (judgement.change() != null) ? Outcome.CHANGED : Outcome.UNCHANGED;
		if (judgement.doubt() != null) {
			outcome = Outcome.DOUBTED;
			this.schedule.speedUp();
		}
		if (outcome != Outcome.UNCHANGED || !judgement.agreed() || failingOver) {
			this.schedule.wantLater(Trigger.SETTLING, now);
		}
		actions.add(new Report(round.number(), round.report(now, outcome, judgement.doubt(), topology())));
	}

	private void publish(@Nullable TopologyChange change, Instant now, List<Action> actions) {
		if (change != null) {
			this.schedule.speedUp();
			this.schedule.sizeIs(change.after().nodes().size());
			this.watch.begin(change, now);
			// Who has no slots any more gets no commands that could find out how it is;
			// and who
			// lives where another one was suspected is another one.
			change.removed().forEach((gone) -> this.suspects.remove(gone.endpoint()));
			this.suspects.keySet()
				.retainAll(change.after()
					.shards()
					.stream()
					.filter(Shard::serving)
					.map((shard) -> shard.primary().endpoint())
					.toList());
			actions.add(new Publish(change));
		}
	}

}
