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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

/**
 * One refresh under way: who is still to be asked, who is being asked, who said what.
 */
final class Round {

	/** How long the others are waited for when most of them agree. */
	static final Duration PATIENCE = Duration.ofMillis(100);

	private static final String LOOK_UP_HANGS = "its name look-up hangs";

	private final int number;

	private final Trigger trigger;

	private final Instant startedAt;

	private final Duration queryTimeout;

	private final Instant deadline;

	private int wanted;

	private boolean widened;

	private Instant patienceEnds = Instant.MAX;

	private final Deque<Source> candidates = new ArrayDeque<>();

	/** The candidates that are only asked as long as nobody has answered. */
	private final Set<Source> lastResort = new HashSet<>();

	private final Set<HostAndPort> targets = new HashSet<>();

	private final Map<Source, Question> asked = new HashMap<>();

	private final Set<HostAndPort> lookups = new HashSet<>();

	private final Map<Source, View> answers = new LinkedHashMap<>();

	/** How many have said the same of who owns which slot. */
	private final Map<List<View.Owner>, Integer> opinions = new HashMap<>();

	private final Map<HostAndPort, String> failures = new LinkedHashMap<>();

	/**
	 * A refresh that begins.
	 * @param number its number
	 * @param trigger why it is made
	 * @param startedAt when it begins
	 * @param wanted how many views it wants
	 * @param queryTimeout how long a source may take
	 * @param timeout how long the round as a whole may take
	 */
	Round(int number, Trigger trigger, Instant startedAt, int wanted, Duration queryTimeout, Duration timeout) {
		this.number = number;
		this.trigger = trigger;
		this.startedAt = startedAt;
		this.wanted = wanted;
		this.queryTimeout = queryTimeout;
		this.deadline = startedAt.plus(timeout);
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

	Map<Source, View> answers() {
		return this.answers;
	}

	void lookUp(HostAndPort endpoint) {
		this.lookups.add(endpoint);
	}

	/** A look-up has been under way for long, and is not waited for. */
	void lookUpHangs(HostAndPort endpoint) {
		this.failures.put(endpoint, LOOK_UP_HANGS);
	}

	void lookedUp(HostAndPort endpoint) {
		this.lookups.remove(endpoint);
		this.failures.remove(endpoint, LOOK_UP_HANGS);
	}

	void lookUpFailed(HostAndPort endpoint, String reason) {
		this.lookups.remove(endpoint);
		this.failures.put(endpoint, reason);
	}

	/** Adds sources to ask, unless their address has been thought of already. */
	void addCandidates(Collection<Source> sources) {
		sources.stream().filter((source) -> this.targets.add(source.target())).forEach(this.candidates::add);
	}

	/** Adds sources that are only asked as long as nobody has answered. */
	void addLastResort(Collection<Source> sources) {
		sources.stream().filter((source) -> this.targets.add(source.target())).forEach((source) -> {
			this.candidates.add(source);
			this.lastResort.add(source);
		});
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
		while (this.answers.size() + this.asked.size() < this.wanted && !this.candidates.isEmpty()
				&& this.patienceEnds.equals(Instant.MAX)) {
			Source source = this.candidates.remove();
			Instant limit = now.plus(this.queryTimeout);
			this.asked.put(source, new Question(now, limit.isBefore(this.deadline) ? limit : this.deadline));
			next.add(source);
		}
		return next;
	}

	void answered(Source source, View view) {
		if (this.asked.remove(source) != null) {
			this.answers.put(source, view);
			this.opinions.merge(view.ownership(), 1, Integer::sum);
			this.candidates.removeAll(this.lastResort);
		}
	}

	void failed(Source source, String reason) {
		if (this.asked.remove(source) != null) {
			this.failures.put(source.target(), reason);
		}
	}

	/** Gives up those whose time is up. */
	List<Source> expire(Instant now) {
		Map<Source, Question> late = new HashMap<>(this.asked);
		late.values().removeIf((question) -> question.deadline().isAfter(now));
		late.forEach((source, question) -> failed(source, "no answer within %d ms".formatted(question.millis())));
		if (isOver(now)) {
			List.copyOf(this.lookups).forEach((endpoint) -> lookUpFailed(endpoint, LOOK_UP_HANGS));
		}
		return List.copyOf(late.keySet());
	}

	List<Source> stillAsked() {
		return List.copyOf(this.asked.keySet());
	}

	/** Puts aside what a source has answered, now that the round has ended. */
	void reject(Source source, String reason) {
		this.answers.remove(source);
		this.failures.put(source.target(), reason);
	}

	/** When the next time is up. */
	Instant nextDeadline() {
		return Stream
			.concat(Stream.of(this.deadline, this.patienceEnds), this.asked.values().stream().map(Question::deadline))
			.min(Comparator.naturalOrder())
			.orElseThrow();
	}

	boolean isOver(Instant now) {
		return !this.deadline.isAfter(now);
	}

	/**
	 * Whether sources disagree for the first time, and more of them should be heard.
	 */
	boolean widens() {
		boolean first = !this.widened && this.opinions.size() > 1;
		this.widened |= first;
		return first;
	}

	/** Asks more sources than at first, those given before all others. */
	void widen(int by, List<ClusterNode> first) {
		this.wanted += by;
		for (ClusterNode node : first) {
			if (!isHeardOf(node)) {
				Source source = Source.node(node.endpoint());
				this.candidates.removeIf((candidate) -> node.isAt(candidate.target()));
				this.candidates.addFirst(source);
				this.targets.add(source.target());
			}
		}
	}

	/** Whether the node has been asked, by whatever name. */
	private boolean isHeardOf(ClusterNode node) {
		return hasAnswered(node) || hasFailed(node)
				|| this.asked.keySet().stream().map(Source::target).anyMatch(node::isAt);
	}

	boolean hasAnswered(ClusterNode node) {
		return this.answers.keySet().stream().map(Source::target).anyMatch(node::isAt);
	}

	boolean hasFailed(ClusterNode node) {
		return this.failures.keySet().stream().anyMatch(node::isAt);
	}

	/**
	 * Whether more than half of all who are heard in the end agree, and the others have
	 * had a little time: one of them may know better, but it may hang as well.
	 */
	boolean isDecided(Instant now) {
		if (!isSettled()) {
			this.patienceEnds = Instant.MAX;
			return false;
		}
		if (this.patienceEnds.equals(Instant.MAX)) {
			this.patienceEnds = now.plus(PATIENCE);
		}
		return this.asked.isEmpty() || !this.patienceEnds.isAfter(now);
	}

	private boolean isSettled() {
		int heard = this.answers.size() + this.asked.size() + this.candidates.size();
		int all = Math.min(heard, this.wanted) + this.lookups.size();
		return this.opinions.values().stream().anyMatch((votes) -> votes * 2 > all);
	}

	/** Nobody is left who is to say something. */
	boolean isExhausted() {
		return this.asked.isEmpty() && this.lookups.isEmpty()
				&& (this.candidates.isEmpty() || this.answers.size() >= this.wanted);
	}

	/**
	 * Tells what came of it.
	 * @param outcome what it has led to
	 * @param doubt why what was found is not believed
	 * @param believed the topology that is believed now
	 */
	RefreshReport report(Instant now, Outcome outcome, @Nullable String doubt, Topology believed) {
		List<SourceReport> reports = new ArrayList<>();
		this.answers.forEach((source, view) -> reports
			.add(new SourceReport(source.target(), null, SlotRange.of(view.dissent(believed)))));
		this.failures.forEach((address, reason) -> reports.add(new SourceReport(address, reason)));
		return new RefreshReport(this.trigger, this.startedAt, Duration.between(this.startedAt, now), outcome, doubt,
				reports);
	}

	/**
	 * What a source has been asked: it is not waited for longer than the round lasts.
	 */
	private record Question(Instant askedAt, Instant deadline) {

		long millis() {
			return Duration.between(this.askedAt, this.deadline).toMillis();
		}

	}

}
