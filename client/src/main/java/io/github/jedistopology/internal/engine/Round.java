package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

/**
 * One refresh under way: who is still to be asked, who is being asked, who said what.
 */
final class Round {

	private final int number;

	private final Trigger trigger;

	private final Instant startedAt;

	private final Duration queryTimeout;

	private int wanted;

	private final Deque<Source> candidates = new ArrayDeque<>();

	private final Set<HostAndPort> targets = new HashSet<>();

	private final Map<Source, Instant> asked = new HashMap<>();

	private final Set<HostAndPort> lookups = new HashSet<>();

	private final List<View> views = new ArrayList<>();

	private final List<SourceReport> reports = new ArrayList<>();

	/**
	 * A refresh that begins.
	 * @param number its number
	 * @param trigger why it is made
	 * @param startedAt when it begins
	 * @param wanted how many views it wants
	 * @param queryTimeout how long a source may take; the round as a whole may take twice
	 * as long
	 */
	Round(int number, Trigger trigger, Instant startedAt, int wanted, Duration queryTimeout) {
		this.number = number;
		this.trigger = trigger;
		this.startedAt = startedAt;
		this.wanted = wanted;
		this.queryTimeout = queryTimeout;
	}

	int number() {
		return this.number;
	}

	Trigger trigger() {
		return this.trigger;
	}

	Instant startedAt() {
		return this.startedAt;
	}

	List<View> views() {
		return this.views;
	}

	void lookUp(HostAndPort endpoint) {
		this.lookups.add(endpoint);
	}

	boolean lookedUp(HostAndPort endpoint) {
		return this.lookups.remove(endpoint);
	}

	void lookUpFailed(HostAndPort endpoint, String reason) {
		if (this.lookups.remove(endpoint)) {
			this.reports.add(new SourceReport(endpoint, reason));
		}
	}

	/** Adds sources to ask, unless their address has been thought of already. */
	void addCandidates(Collection<Source> sources) {
		sources.stream().filter((source) -> this.targets.add(source.target())).forEach(this.candidates::add);
	}

	/**
	 * Adds the first source whose address has not been thought of yet, to be asked
	 * besides those that are wanted anyway.
	 */
	void addExtra(List<Source> sources) {
		sources.stream().filter((source) -> this.targets.add(source.target())).findFirst().ifPresent((source) -> {
			this.candidates.addFirst(source);
			this.wanted++;
		});
	}

	/** The sources to ask now, so that as many views come in as are wanted. */
	List<Source> ask(Instant now) {
		List<Source> next = new ArrayList<>();
		while (this.views.size() + this.asked.size() < this.wanted && !this.candidates.isEmpty()) {
			Source source = this.candidates.remove();
			this.asked.put(source, now.plus(this.queryTimeout));
			next.add(source);
		}
		return next;
	}

	void answered(Source source, View view) {
		if (this.asked.remove(source) != null) {
			this.views.add(view);
			this.reports.add(new SourceReport(source.target(), null));
		}
	}

	void failed(Source source, String reason) {
		if (this.asked.remove(source) != null) {
			this.reports.add(new SourceReport(source.target(), reason));
		}
	}

	/** Gives up those whose time is up. */
	List<Source> expire(Instant now) {
		boolean over = isOver(now);
		List<Source> late = this.asked.entrySet()
			.stream()
			.filter((entry) -> over || !entry.getValue().isAfter(now))
			.map(Map.Entry::getKey)
			.toList();
		late.forEach((source) -> failed(source, "no answer within " + this.queryTimeout.toMillis() + " ms"));
		if (over) {
			List.copyOf(this.lookups).forEach((endpoint) -> lookUpFailed(endpoint, "its name look-up hangs"));
		}
		return late;
	}

	List<Source> stillAsked() {
		return List.copyOf(this.asked.keySet());
	}

	/** When the next time is up. */
	Instant nextDeadline() {
		return Stream.concat(Stream.of(deadline()), this.asked.values().stream())
			.min(Comparator.naturalOrder())
			.orElseThrow();
	}

	private Instant deadline() {
		return this.startedAt.plus(this.queryTimeout.multipliedBy(2));
	}

	boolean isOver(Instant now) {
		return !deadline().isAfter(now);
	}

	/** More than half of all who are heard in the end agree: the rest changes nothing. */
	boolean isDecided() {
		Map<Map<String, List<SlotRange>>, Long> opinions = this.views.stream()
			.collect(Collectors.groupingBy(View::ownership, Collectors.counting()));
		int heard = this.views.size() + this.asked.size() + this.candidates.size();
		int all = Math.min(heard, this.wanted) + this.lookups.size();
		return opinions.values().stream().anyMatch((votes) -> votes * 2 > all);
	}

	/** Nobody is left who is to say something. */
	boolean isExhausted() {
		return this.asked.isEmpty() && this.lookups.isEmpty()
				&& (this.candidates.isEmpty() || this.views.size() >= this.wanted);
	}

	RefreshReport report(Instant now, Outcome outcome) {
		return new RefreshReport(this.trigger, this.startedAt, Duration.between(this.startedAt, now), outcome,
				this.reports);
	}

}
