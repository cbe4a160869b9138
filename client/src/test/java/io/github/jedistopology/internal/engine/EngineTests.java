package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.Shards;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.Views;
import io.github.jedistopology.internal.engine.Action.Abandon;
import io.github.jedistopology.internal.engine.Action.Ask;
import io.github.jedistopology.internal.engine.Action.LookUp;
import io.github.jedistopology.internal.engine.Action.Publish;
import io.github.jedistopology.internal.engine.Action.Report;
import io.github.jedistopology.internal.engine.Action.Tell;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Engine}. Times are milliseconds; a source may take 1000, a round 2000.
 */
class EngineTests {

	private static final HostAndPort CFG = new HostAndPort("cfg.test", 6379);

	private static final String TWELVE = "a^1:0 / b^2:1 / c^3:2 / d^4:3 / e^5:4 / f^6:5 / g^7:6 / h^8:7 / i^9:8 / j^10:9 "
			+ "/ k^11:10 / l^12:11";

	private static final HostAndPort SECOND = new HostAndPort("second.test", 6379);

	private final RefreshSettings settings = new RefreshSettings(Duration.ofSeconds(30), 3, Duration.ofSeconds(2));

	private Engine engine = engine(CFG);

	private Engine engine(HostAndPort... endpoints) {
		return new Engine(List.of(endpoints), this.settings, Duration.ofSeconds(1), new Random(1), time(0));
	}

	@Test
	void nothingHappensUnasked() {
		assertThat(this.engine.handle(new Event.Woken(), time(0))).isEmpty();
		assertThat(this.engine.topology().version()).isZero();
	}

	@Test
	void startLooksAllEndpointsUpAndAsksThoseBehind() {
		this.engine = engine(CFG, SECOND);
		List<Action> actions = doubt(0, Trigger.STARTUP);
		assertThat(actions).hasSize(2).allMatch(LookUp.class::isInstance);
		assertThat(asked(lookedUp(1, CFG, "a", "b"))).hasSize(2);
		assertThat(asked(lookedUp(2, SECOND, "c", "d"))).as("three in all").hasSize(1);
	}

	@Test
	void startWithoutAnswerFailsAndNamesEverybody() {
		this.engine = engine(CFG, SECOND);
		doubt(0, Trigger.STARTUP);
		handle(1, new Event.NotLookedUp(SECOND, "unknown host"));
		List<Source> asked = asked(lookedUp(2, CFG, "a"));
		RefreshReport report = report(handle(3, new Event.NotAnswered(1, asked.get(0), "refused")));
		assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(report.sources()).extracting(Object::toString)
			.containsExactly("second.test:6379: unknown host", Shards.ip("a") + ":6379: refused");
	}

	@Test
	void firstTopologyIsPublishedAndLookedAtOnceMore() {
		start("a:0-99 / b:100-199");
		assertThat(text()).isEqualTo("a:0-99 / b:100-199");
		assertThat(this.engine.topology().version()).isOne();
		assertThat(this.engine.wakeAt()).isEqualTo(time(1000));
		round(1000, "a:0-99 / b:100-199");
		assertThat(this.engine.topology().version()).isOne();
		assertThat(this.engine.wakeAt()).as("settled").isEqualTo(time(10_000));
	}

	@Test
	void promotedReplicaOfASuspectedPrimaryTakesItsShardOver() {
		start("a<a1:0-99 / b:100-199");
		List<Action> actions = handle(10, new Event.Suspected(Shards.endpoint("a")));
		Source replica = Source.node(Shards.endpoint("a1"));
		assertThat(actions).contains(new Action.AskRole(replica));
		handle(20, new Event.RoleTold(replica, false));
		assertThat(text()).isEqualTo("a<a1:0-99 / b:100-199");
		assertThat(handle(60, new Event.Woken())).contains(new Action.AskRole(replica));
		actions = handle(70, new Event.RoleTold(replica, true));
		assertThat(text()).isEqualTo("a1<a:0-99 / b:100-199");
		assertThat(actions).hasAtLeastOneElementOfType(Action.Publish.class).contains(new Action.EndOfWatch());
	}

	@Test
	void replicaOfANodeThatAnswersAgainIsNotAsked() {
		start("a<a1:0-99 / b:100-199");
		handle(10, new Event.Suspected(Shards.endpoint("a")));
		assertThat(handle(20, new Event.Trusted(Shards.endpoint("a")))).contains(new Action.EndOfWatch());
		assertThat(handle(70, new Event.Woken())).noneMatch(Action.AskRole.class::isInstance);
	}

	@Test
	void majorityOfThreeDecidesWhenTheThirdHasHadALittleTime() {
		start("a:0 / b:1 / c:2 / d:3");
		List<Source> asked = asked(wake(1000));
		assertThat(asked).hasSize(3);
		handle(1001, new Event.NotLookedUp(CFG, "unknown host"));
		assertThat(answered(1002, asked.get(0), "a:0 / b:1 / c:2-3 / d:")).isEmpty();
		assertThat(answered(1003, asked.get(1), "a:0 / b:1 / c:2-3 / d:")).isEmpty();
		assertThat(this.engine.wakeAt()).isEqualTo(time(1003).plus(Round.PATIENCE));
		List<Action> actions = wake(1103);
		assertThat(actions).hasSize(3).first().isEqualTo(new Abandon(2, asked.get(2)));
		assertThat(text()).isEqualTo("a:0 / b:1 / c:2-3 / d:");
		assertThat(report(actions).outcome()).isEqualTo(Outcome.CHANGED);
	}

	@Test
	void twoThatHangAreReplacedBeforeOneViewDecides() {
		start("a:0 / b:1 / c:2 / d:3 / e:4");
		List<Source> asked = asked(wake(1000));
		handle(1001, new Event.NotLookedUp(CFG, "unknown host"));
		answered(1002, asked.get(0), "a:0-4");
		List<Action> actions = wake(2000);
		assertThat(actions).filteredOn(Abandon.class::isInstance).hasSize(2);
		List<Source> replacements = asked(actions);
		assertThat(replacements).hasSize(2).doesNotContainAnyElementsOf(asked);
		replacements.forEach((source) -> answered(2001, source, "a:0 / b:1 / c:2 / d:3 / e:4"));
		assertThat(text()).isEqualTo("a:0 / b:1 / c:2 / d:3 / e:4");
	}

	@Test
	void moreAreAskedWhenSourcesDisagreeThoseInDisputeFirst() {
		start("a:0 / b:1 / c:2 / d:3 / e:4 / f:5 / g:6 / h:7 / i:8");
		List<Source> asked = asked(wake(1000));
		handle(1001, new Event.NotLookedUp(CFG, "unknown host"));
		answered(1002, asked.get(0), "a:0-1 / c:2 / d:3 / e:4 / f:5 / g:6 / h:7 / i:8");
		List<Source> more = asked(answered(1003, asked.get(1), "a:0 / b:1 / c:2 / d:3 / e:4 / f:5 / g:6 / h:7 / i:8"));
		assertThat(more).hasSize(3);
		Set<Source> all = new HashSet<>(asked);
		all.addAll(more);
		assertThat(all).hasSize(6).contains(Source.node(Shards.endpoint("a")), Source.node(Shards.endpoint("b")));
		assertThat(asked(answered(1004, asked.get(2), "a:0-8"))).as("only once").isEmpty();
	}

	@Test
	void disagreementIsToldAndLookedAtOnceMore() {
		start("a:0-9 / b:10-19 / c:20-29");
		List<Source> asked = asked(wake(1000));
		handle(1001, new Event.NotLookedUp(CFG, "unknown host"));
		answered(1002, asked.get(0), "a^1:0-9 / b^2:10-19 / c^3:20-29");
		answered(1003, asked.get(1), "a^1:0-9 / b^2:10-19 / c^3:20-29");
		RefreshReport report = report(answered(1004, asked.get(2), "a^1:0-9 / b^2:10-15 / c^4:16-29"));
		assertThat(text()).as("the higher epoch").isEqualTo("a:0-9 / b:10-15 / c:16-29");
		assertThat(report.dissenters()).hasSize(2)
			.allSatisfy((source) -> assertThat(source.dissent()).containsExactly(new SlotRange(16, 19)));
		assertThat(this.engine.wakeAt()).as("looks once more").isEqualTo(time(2004));
	}

	@Test
	void unlikelyTopologyWaitsForConfirmation() {
		startAndSettle("a:0-8000 / b:8001-16383");
		doubt(5000, Trigger.READONLY);
		RefreshReport report = report(answerAll(5000, "a:0-8000 / b:8001-9000"));
		assertThat(report.outcome()).isEqualTo(Outcome.DOUBTED);
		assertThat(report.doubt()).isEqualTo("7383 slots would be lost");
		assertThat(text()).isEqualTo("a:0-8000 / b:8001-16383");
		round(6000, "a:0-8000 / b:8001-9000");
		assertThat(text()).isEqualTo("a:0-8000 / b:8001-9000");
	}

	@Test
	void viewOfAnotherClusterIsPutAside() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		List<Source> asked = asked(doubt(5000, Trigger.READONLY));
		handle(5001, new Event.NotLookedUp(CFG, "unknown host"));
		answered(5002, asked.get(0), "x^99:0-299");
		answered(5003, asked.get(1), "y^99:0-299");
		RefreshReport report = report(answered(5004, asked.get(2), "a:0-99 / b:100-199 / c:200-299"));
		assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
		assertThat(report.sources()).extracting(SourceReport::failure)
			.containsExactly(null, "unknown host", "its view is of another cluster", "its view is of another cluster");
	}

	@Test
	void strangerBehindTheEndpointIsPutAsideAsLongAsKnownNodesAnswer() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		RefreshReport report = report(strangerBoasts(5000, "a^1:0-99 / b^2:100-199 / c^3:200-299", ""));
		assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
		assertThat(report.sources()).filteredOn((source) -> source.failure() != null)
			.isNotEmpty()
			.allSatisfy((source) -> assertThat(source.failure()).isEqualTo("no known node knows it"));
	}

	@Test
	void newcomerBehindTheEndpointIsBelievedWhenAKnownNodeListsIt() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		strangerBoasts(5000, "a^1:0-99 / b^2:100-199 / c^3:200-299 / x:", "");
		assertThat(this.engine.topology().ownerId(0)).isEqualTo("x");
	}

	@ParameterizedTest
	@CsvSource({ "b, a", "bc, x" })
	void strangerBehindTheEndpointIsHeardUnlessMoreKnownNodesAnswerThanRefuse(String refusing, String believed) {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		strangerBoasts(5000, "a^1:0-99 / b^2:100-199 / c^3:200-299", refusing);
		assertThat(this.engine.topology().ownerId(0)).isEqualTo(believed);
	}

	@ParameterizedTest
	@CsvSource({ "hijkl, a", "ghijkl, x" })
	void suspectsCountAsSilentAlthoughTheyAreNotAsked(String suspected, String believed) {
		startAndSettle(TWELVE);
		names(suspected).forEach((name) -> handle(5000, new Event.Suspected(Shards.endpoint(name))));
		answerAll(5000, TWELVE);
		RefreshReport report = report(strangerBoasts(20_000, TWELVE, ""));
		assertThat(report.sources()).extracting((source) -> source.address().getHost().substring(0, 1))
			.doesNotContainAnyElementsOf(names(suspected).toList());
		assertThat(this.engine.topology().ownerId(0)).isEqualTo(believed);
	}

	/**
	 * The known nodes say one thing or refuse, who is behind the endpoint says another.
	 */
	private List<Action> strangerBoasts(long millis, String known, String refusing) {
		String boast = "x> " + known.replace(" / x:", "").replace("a^1:", "x^99:") + " / a^1:";
		Deque<Source> open = new ArrayDeque<>(asked(doubt(millis, Trigger.USER)));
		open.addAll(asked(lookedUp(millis, CFG, "x")));
		List<Action> actions = new ArrayList<>();
		while (!open.isEmpty()) {
			Source source = open.remove();
			List<Action> next = names(refusing).map(Shards::endpoint).anyMatch(source.endpoint()::equals)
					? refused(millis, source) : answered(millis, source, (source.address() == null) ? known : boast);
			actions.addAll(next);
			open.addAll(asked(next));
		}
		return actions;
	}

	/** The letters of a word. */
	private static Stream<String> names(String word) {
		return word.chars().mapToObj(Character::toString);
	}

	@Test
	void afterAShortOutageEverybodyIsAskedAgain() {
		Set<Source> refusing = shortOutage(TWELVE, 9);
		Set<Source> asked = new HashSet<>();
		for (int round = 1; round <= 20; round++) {
			asked.addAll(askedByARound(10_000 + round * 35_000, TWELVE, ""));
		}
		assertThat(asked).containsAll(refusing).hasSize(12);
	}

	@Test
	void afterAShortOutageAStrangerIsPutAsideStill() {
		shortOutage(TWELVE, 6);
		strangerBoasts(10_000, TWELVE, "");
		assertThat(this.engine.topology().ownerId(0)).isEqualTo("a");
	}

	/** A refresh in which so many refuse before the others answer. */
	private Set<Source> shortOutage(String known, int refusing) {
		startAndSettle(known);
		Deque<Source> open = new ArrayDeque<>(asked(doubt(5000, Trigger.USER)));
		handle(5000, new Event.NotLookedUp(CFG, "unknown host"));
		Set<Source> refused = new HashSet<>();
		while (!open.isEmpty()) {
			Source source = open.remove();
			if (refused.size() < refusing) {
				refused.add(source);
				open.addAll(asked(refused(5000, source)));
			}
			else {
				answered(5001, source, known);
			}
		}
		return refused;
	}

	@Test
	void nodeThatAlwaysRefusesIsNotAskedByEveryRefresh() {
		startAndSettle("a:0 / b:1 / c:2 / d:3");
		int asked = 0;
		for (int round = 0; round < 40; round++) {
			List<Source> sources = askedByARound(10_000 + round * 35_000, "a:0 / b:1 / c:2 / d:3", "b");
			asked += sources.contains(Source.node(Shards.endpoint("b"))) ? 1 : 0;
		}
		assertThat(asked).isBetween(5, 20);
	}

	/** Whom a round asks: all say the same or refuse. */
	private List<Source> askedByARound(long millis, String view, String refusing) {
		Deque<Source> open = new ArrayDeque<>(asked(wake(millis)));
		handle(millis, new Event.NotLookedUp(CFG, "unknown host"));
		List<Source> asked = new ArrayList<>();
		while (!open.isEmpty()) {
			Source source = open.remove();
			asked.add(source);
			boolean refuses = names(refusing).map(Shards::endpoint).anyMatch(source.endpoint()::equals);
			open.addAll(asked(refuses ? refused(millis, source) : answered(millis, source, view)));
		}
		return asked;
	}

	@Test
	void otherAddressesBehindAnEndpointLeadToARefresh() {
		startAndSettle("a:0-99 / b:100-199");
		assertThat(wake(10_000)).containsExactly(new LookUp(CFG));
		int rounds = this.engine.rounds();
		handle(10_010, new Event.LookedUp(CFG, addresses("a")));
		assertThat(this.engine.rounds()).as("as at the start").isEqualTo(rounds);
		wake(20_000);
		handle(20_010, new Event.LookedUp(CFG, addresses("a", "b")));
		assertThat(this.engine.rounds()).isEqualTo(rounds + 1);
	}

	@Test
	void listenersHearOfSuspectsOnce() {
		startAndSettle("a:0-99 / b:100-199");
		assertThat(handle(5000, new Event.Suspected(Shards.endpoint("a")))).hasAtLeastOneElementOfType(Tell.class);
		assertThat(handle(5001, new Event.Suspected(Shards.endpoint("a")))).noneMatch(Tell.class::isInstance);
		assertThat(handle(5002, new Event.Trusted(Shards.endpoint("a")))).hasAtLeastOneElementOfType(Tell.class);
		assertThat(handle(5003, new Event.Trusted(Shards.endpoint("a")))).noneMatch(Tell.class::isInstance);
	}

	@Test
	void suspicionOfANodeThatIsNotListedIsNoNews() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		doubt(5000, Trigger.READONLY);
		answerAll(5000, "a:0-99 / b:100-299");
		answerAll(6000, "a:0-99 / b:100-299");
		int rounds = this.engine.rounds();
		assertThat(handle(7000, new Event.Suspected(Shards.endpoint("c")))).isEmpty();
		assertThat(this.engine.suspects()).isEmpty();
		assertThat(this.engine.rounds()).isEqualTo(rounds);
	}

	@Test
	void whoLivesWhereAnotherWasSuspectedIsNotSuspected() {
		startAndSettle("a:0-99 / b:100-199");
		handle(5000, new Event.Suspected(Shards.endpoint("a")));
		ClusterNode other = new ClusterNode("z", Shards.endpoint("a"), null, NodeRole.PRIMARY, NodeHealth.ONLINE);
		Shard rest = Shards.of("b:100-199").get(0);
		View rebuilt = new View(List.of(new Shard(other, List.of(), List.of(new SlotRange(0, 99))), rest));
		for (int millis = 5001; millis < 20_000; millis += 5000) {
			wake(millis);
			for (Shard shard : this.engine.topology().shards()) {
				Source source = Source.node(shard.primary().endpoint());
				handle(millis, new Event.Answered(this.engine.rounds(), source, rebuilt));
			}
			handle(millis, new Event.NotLookedUp(CFG, "unknown host"));
		}
		assertThat(this.engine.topology().ownerId(0)).isEqualTo("z");
		assertThat(this.engine.suspects()).isEmpty();
	}

	@Test
	void nodeThatOnlyARedirectionHasNamedCanBeSuspected() {
		startAndSettle("a:0-99 / b:100-199");
		moved(5000, 99, "x");
		handle(5001, new Event.Suspected(Shards.endpoint("x")));
		assertThat(this.engine.suspects()).containsOnlyKeys(Shards.endpoint("x"));
	}

	@Test
	void failoverOfASuspectIsLookedForOnceASecond() {
		startAndSettle("a<a1:0-99 / b:100-199");
		handle(5000, new Event.Suspected(Shards.endpoint("a")));
		answerAll(5001, "a<a1:0-99 / b:100-199");
		int rounds = this.engine.rounds();
		for (int millis = 5010; millis < 20_000; millis += 10) {
			wake(millis);
			answerAll(millis, "a<a1:0-99 / b:100-199");
		}
		assertThat(this.engine.rounds()).isBetween(rounds + 13, rounds + 16);
		for (int millis = 20_000; millis < 120_000; millis += 10) {
			wake(millis);
			answerAll(millis, "a<a1:0-99 / b:100-199");
		}
		rounds = this.engine.rounds();
		answerAll(130_000, "a<a1:0-99 / b:100-199");
		assertThat(this.engine.rounds()).as("not for ever").isLessThan(rounds + 2);
	}

	@Test
	void replicasOfAPrimaryThatTheClusterCallsFailedAreAsked() {
		startAndSettle("a<a1:0-99 / b:100-199");
		doubt(5000, Trigger.CONNECTION_LOST);
		List<Action> actions = answerAll(5001, "a!<a1:0-99 / b:100-199");
		assertThat(actions).contains(new Action.AskRole(Source.node(Shards.endpoint("a1"))));
	}

	@Test
	void suspectThatLosesItsSlotsIsNoneAnyMore() {
		startAndSettle("a<a1:0-99 / b:100-199");
		handle(5000, new Event.Suspected(Shards.endpoint("a")));
		handle(5001, new Event.RoleTold(Source.node(Shards.endpoint("a1")), true));
		assertThat(handle(5002, new Event.Trusted(Shards.endpoint("a")))).noneMatch(Tell.class::isInstance);
		assertThat(handle(5003, new Event.Suspected(Shards.endpoint("a1")))).hasAtLeastOneElementOfType(Tell.class);
	}

	@Test
	void suspectIsAskedLast() {
		startAndSettle("a:0 / b:1 / c:2 / d:3");
		assertThat(asked(handle(5000, new Event.Suspected(Shards.endpoint("b"))))).hasSize(3)
			.doesNotContain(Source.node(Shards.endpoint("b")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a<a1:0-99 / b:100-199      | a:0-99 / b:100-199
			a:0-99 / b:100-199 / c:    | a:0-99 / b:100-199
			""")
	void removedNodeIsNotBackOnTheOldWordOfOne(String before, String after) {
		startAndSettle(before);
		doubt(5000, Trigger.READONLY);
		answerAll(5000, after);
		assertThat(text()).isEqualTo(after);
		List<Source> asked = asked(wake(6000));
		handle(6001, new Event.NotLookedUp(CFG, "unknown host"));
		refused(6002, asked.get(0));
		RefreshReport report = report(answered(6003, asked.get(1), before));
		assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
		assertThat(text()).isEqualTo(after);
	}

	@Test
	void slotsOfARemovedNodeAreNotBackOnTheOldWordOfOne() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		doubt(5000, Trigger.READONLY);
		answerAll(5000, "a^1:0-99 / b^5:100-299");
		assertThat(text()).isEqualTo("a:0-99 / b:100-299");
		List<Source> asked = asked(wake(6000));
		handle(6001, new Event.NotLookedUp(CFG, "unknown host"));
		answered(6002, asked.get(0), "a^1:0-99 / b^5:100-299");
		answered(6003, asked.get(1), "a^1:0-99 / b^2:100-199 / c^3:200-299");
		assertThat(text()).isEqualTo("a:0-99 / b:100-299");
	}

	@Test
	void roundEndsAtItsDeadlineHoweverLateASourceWasAsked() {
		start("a:0 / b:1 / c:2 / d:3 / e:4");
		List<Source> asked = asked(wake(1000));
		asked.forEach((source) -> handle(1500, new Event.NotAnswered(2, source, "reset")));
		assertThat(this.engine.wakeAt()).as("those asked at 1500").isEqualTo(time(2500));
		wake(2500);
		assertThat(this.engine.wakeAt()).as("the round").isEqualTo(time(3000));
		RefreshReport report = report(wake(3000));
		assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(report.sources()).extracting(Object::toString).contains("cfg.test:6379: its name look-up hangs");
	}

	@Test
	void lateReplacementDoesNotProlongTheRound() {
		start("a:0 / b:1 / c:2 / d:3 / e:4 / f:5 / g:6 / h:7 / i:8");
		List<Source> asked = asked(wake(1000));
		handle(1001, new Event.NotLookedUp(CFG, "unknown host"));
		asked.forEach((source) -> handle(1900, new Event.NotAnswered(2, source, "reset")));
		assertThat(asked(wake(2900))).hasSize(3);
		assertThat(this.engine.wakeAt()).isEqualTo(time(3000));
		assertThat(report(wake(3000)).duration()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void failedRoundLeavesTheTopologyAndIsRepeated() {
		start("a:0");
		List<Source> asked = asked(wake(1000));
		handle(1001, new Event.NotLookedUp(CFG, "unknown host"));
		RefreshReport report = report(handle(1002, new Event.NotAnswered(2, asked.get(0), "refused")));
		assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(text()).isEqualTo("a:0");
		assertThat(this.engine.wakeAt()).isEqualTo(time(2002));
	}

	@Test
	void answersOfAnEarlierRoundDoNotCount() {
		start("a:0 / b:1");
		List<Source> asked = asked(wake(1000));
		assertThat(handle(1001, new Event.Answered(1, asked.get(0), view("b:0-1")))).isEmpty();
	}

	@Test
	void answerNobodyAskedForDoesNotCount() {
		start("a:0 / b:1");
		wake(1000);
		answered(1001, Source.node(Shards.endpoint("liar")), "b:0-1");
		assertThat(text()).isEqualTo("a:0 / b:1");
	}

	@Test
	void movedIsPatchedAtOnceAndARefreshFollows() {
		startAndSettle("a:0-99 / b:100-199");
		List<Action> actions = moved(5000, 99, "b");
		assertThat(actions).first().isInstanceOfSatisfying(Publish.class, (publish) -> {
			assertThat(publish.change().trigger()).isEqualTo(Trigger.MOVED);
			assertThat(publish.change().sources()).containsExactly(Shards.endpoint("witness"));
			assertThat(publish.change().after().version()).isEqualTo(2);
		});
		assertThat(asked(actions)).as("the refresh, long after the last one").isNotEmpty();
		assertThat(text()).isEqualTo("a:0-98 / b:99-199");
	}

	@Test
	void movedToWhereTheSlotIsPublishesNothing() {
		startAndSettle("a:0-99 / b:100-199");
		assertThat(moved(5000, 99, "a")).noneMatch(Publish.class::isInstance);
	}

	@ParameterizedTest
	@CsvSource({ "a, b, a:0-98 / b:99-199", "b, b, a:0-98 / b:99-199" })
	void refreshThatBeganEarlierDoesNotUndoMoved(String knownOwner, String target, String expected) {
		startAndSettle(knownOwner.equals("a") ? "a:0-99 / b:100-199" : "a:0-98 / b:99-199");
		List<Source> asked = asked(doubt(5000, Trigger.CONNECTION_LOST));
		moved(5001, 99, target);
		asked.forEach((source) -> answered(5002, source, "a:0-99 / b:100-199"));
		handle(5003, new Event.NotLookedUp(CFG, "unknown host"));
		assertThat(text()).isEqualTo(expected);
	}

	@Test
	void refreshThatBeganLaterKnowsBetterThanMoved() {
		startAndSettle("a:0-99 / b:100-199");
		List<Source> asked = asked(doubt(5000, Trigger.CONNECTION_LOST));
		moved(5001, 99, "b");
		asked.forEach((source) -> answered(5002, source, "a:0-99 / b:100-199"));
		handle(5003, new Event.NotLookedUp(CFG, "unknown host"));
		round(6000, "a:0-99 / b:100-199");
		assertThat(text()).isEqualTo("a:0-99 / b:100-199");
	}

	@Test
	void lastRedirectionOfASlotCounts() {
		startAndSettle("a<a1:0-99 / b:100-199");
		List<Source> asked = asked(doubt(5000, Trigger.CONNECTION_LOST));
		moved(5001, 99, "a");
		moved(5002, 98, "a1");
		moved(5003, 99, "b");
		moved(5004, 99, "a1");
		asked.forEach((source) -> answered(5005, source, "a<a1:0-99 / b:100-199"));
		assertThat(text()).isEqualTo("a1<a:0-99 / b:100-199");
	}

	@ParameterizedTest
	@CsvSource({ "-1, b.test", "16384, b.test", "99, ?" })
	void movedThatMakesNoSenseIsNotBelieved(int slot, String host) {
		startAndSettle("a:0-99 / b:100-199");
		List<Action> actions = handle(5000, new Event.Redirected(slot, new HostAndPort(host, 6379), CFG));
		assertThat(actions).noneMatch(Publish.class::isInstance);
		assertThat(asked(actions)).isNotEmpty();
	}

	@Test
	void movedToARemovedNodeIsNotBelievedButUrgent() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		doubt(5000, Trigger.READONLY);
		answerAll(5000, "a:0-99 / b:100-299");
		assertThat(text()).isEqualTo("a:0-99 / b:100-299");
		assertThat(moved(5010, 250, "c")).isEmpty();
		assertThat(text()).isEqualTo("a:0-99 / b:100-299");
		assertThat(this.engine.wakeAt()).isEqualTo(time(5050));
		assertThat(moved(5011, 250, "x")).as("nobody has removed that one").first().isInstanceOf(Publish.class);
	}

	@Test
	void tombstoneExpires() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		doubt(5000, Trigger.READONLY);
		answerAll(5000, "a:0-99 / b:100-299");
		assertThat(moved(5000 + 600_000, 250, "c")).first().isInstanceOf(Publish.class);
	}

	@Test
	void signalDuringARoundLeadsToOneMore() {
		startAndSettle("a:0-99 / b:100-199");
		doubt(5000, Trigger.READONLY);
		assertThat(doubt(5001, Trigger.CONNECTION_LOST)).isEmpty();
		answerAll(5002, "a:0-99 / b:100-199");
		int rounds = this.engine.rounds();
		assertThat(this.engine.wakeAt()).isEqualTo(time(5050));
		wake(5050);
		assertThat(this.engine.rounds()).isEqualTo(rounds + 1);
		answerAll(5051, "a:0-99 / b:100-199");
		assertThat(this.engine.wakeAt()).as("only one more").isEqualTo(time(10_000));
	}

	@Test
	void userIsServedSoonAfterTheRoundUnderWay() {
		startAndSettle("a:0-99 / b:100-199");
		doubt(5000, Trigger.READONLY);
		doubt(5001, Trigger.USER);
		answerAll(5002, "a:0-99 / b:100-199");
		assertThat(this.engine.wakeAt()).isEqualTo(time(5050));
	}

	@Test
	void manySignalsCauseTwoRoundsAtOnceAndThenOneASecond() {
		startAndSettle("a:0-1999 / b:2000-3999");
		int rounds = this.engine.rounds();
		for (int millis = 0; millis < 3000; millis++) {
			if (millis < 1999) {
				moved(5000 + millis, millis, "b");
			}
			int moved = Math.min(1998, millis);
			answerAll(5000 + millis, "b:0-%d,2000-3999 / a:%d-1999".formatted(moved, moved + 1));
			int most = 2 + millis / 1000;
			assertThat(this.engine.rounds()).isLessThanOrEqualTo(rounds + most);
		}
		assertThat(this.engine.rounds()).isGreaterThan(rounds + 2);
	}

	@Test
	void strangerBehindTheConfigurationEndpointIsAskedBesides() {
		startAndSettle("a:0 / b:1 / c:2 / d:3");
		assertThat(asked(doubt(5000, Trigger.READONLY))).hasSize(3);
		List<Source> besides = asked(lookedUp(5001, CFG, "a", "b", "c", "d", "x"));
		assertThat(besides).extracting(Source::target).containsExactly(new HostAndPort(Shards.ip("x"), 6379));
	}

	@Test
	void knownNodesBehindTheConfigurationEndpointAreNotAskedTwice() {
		startAndSettle("a:0 / b:1 / c:2 / d:3");
		doubt(5000, Trigger.READONLY);
		assertThat(asked(lookedUp(5001, CFG, "a", "b", "c", "d"))).isEmpty();
	}

	/** It is one of many: that the endpoint names it makes its word no better. */
	@ParameterizedTest
	@ValueSource(strings = { "n0", "n50", "n99" })
	void knownNodeBehindTheConfigurationEndpointIsNotAskedBesidesHoweverManyThereAre(String node) {
		startAndSettle(IntStream.range(0, 100).mapToObj((i) -> "n" + i + ":" + i).collect(Collectors.joining(" / ")));
		assertThat(asked(doubt(5000, Trigger.READONLY))).hasSize(3);
		assertThat(asked(lookedUp(5001, CFG, node))).isEmpty();
	}

	@Test
	void removedNodeIsAskedOnlyWhenNobodyElseIsLeft() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299");
		doubt(5000, Trigger.READONLY);
		answerAll(5000, "a:0-99 / b:100-299");
		List<Source> known = asked(wake(6000));
		assertThat(known).extracting(Source::endpoint)
			.containsExactlyInAnyOrder(Shards.endpoint("a"), Shards.endpoint("b"));
		assertThat(asked(lookedUp(6001, CFG, "c"))).isEmpty();
		assertThat(handle(6002, new Event.NotAnswered(this.engine.rounds(), known.get(0), "refused"))).isEmpty();
		List<Action> last = handle(6003, new Event.NotAnswered(this.engine.rounds(), known.get(1), "refused"));
		assertThat(asked(last)).extracting(Source::target).containsExactly(new HostAndPort(Shards.ip("c"), 6379));
	}

	/**
	 * Whoever answers is found within a few seconds, but not by asking all each second.
	 */
	@Test
	void twiceAsManyOfALargeClusterAreAskedEachTimeUntilSomebodyAnswers() {
		String nodes = IntStream.range(0, 100).mapToObj((i) -> "n" + i + ":" + i).collect(Collectors.joining(" / "));
		startAndSettle(nodes + " / x:100");
		doubt(5000, Trigger.READONLY);
		answerAll(5000, nodes + ",100");
		assertThat(failingRound(10_000)).hasSize(16);
		assertThat(failingRound(15_000)).hasSize(32);
		assertThat(failingRound(20_000)).hasSize(64).noneMatch((source) -> source.endpoint().equals(CFG));
		assertThat(failingRound(25_000)).as("all, and in the end a removed one")
			.hasSize(101)
			.last()
			.satisfies((last) -> assertThat(last.endpoint()).isEqualTo(CFG));
		assertThat(failingRound(30_000)).hasSize(16);
		assertThat(failingRound(35_000)).hasSize(32);
		round(40_000, nodes + ",100");
		assertThat(failingRound(80_000)).hasSize(16);
	}

	/** A refresh in which everybody refuses; behind the endpoint is a removed node. */
	private List<Source> failingRound(long millis) {
		List<Source> asked = new ArrayList<>();
		Deque<Source> open = new ArrayDeque<>(asked(wake(millis)));
		open.addAll(asked(lookedUp(millis, CFG, "x")));
		while (!open.isEmpty()) {
			Source source = open.remove();
			asked.add(source);
			open.addAll(asked(handle(millis, new Event.NotAnswered(this.engine.rounds(), source, "refused"))));
		}
		return asked;
	}

	@Test
	void otherEndpointsAreLookedUpWhenNobodyAnswers() {
		this.engine = engine(CFG, SECOND);
		doubt(0, Trigger.STARTUP);
		handle(0, new Event.NotLookedUp(SECOND, "unknown host"));
		answered(0, asked(lookedUp(0, CFG, "a")).get(0), "a:0");
		List<Action> actions = wake(1000);
		LookUp first = (LookUp) actions.stream().filter(LookUp.class::isInstance).findFirst().orElseThrow();
		handle(1001, new Event.NotLookedUp(first.endpoint(), "unknown host"));
		List<Action> widened = handle(1002, new Event.NotAnswered(2, asked(actions).get(0), "refused"));
		assertThat(widened).singleElement().isInstanceOfSatisfying(LookUp.class, (second) -> {
			assertThat(second.endpoint()).isNotEqualTo(first.endpoint());
			assertThat(asked(lookedUp(1003, second.endpoint(), "x"))).hasSize(1);
		});
	}

	@Test
	void lateLookUpServesTheRefreshThatIsUnderWay() {
		doubt(0, Trigger.STARTUP);
		assertThat(report(wake(2000)).sources()).extracting(Object::toString)
			.containsExactly("cfg.test:6379: its name look-up hangs");
		assertThat(doubt(2050, Trigger.STARTUP)).as("one look-up at a time, and nobody to ask").isEmpty();
		answered(3001, asked(lookedUp(3000, CFG, "a")).get(0), "a:0");
		assertThat(text()).isEqualTo("a:0");
	}

	@Test
	void lateLookUpServesTheNextRefresh() {
		doubt(0, Trigger.STARTUP);
		wake(2000);
		assertThat(lookedUp(2500, CFG, "a")).isEmpty();
		List<Action> actions = wake(3000);
		assertThat(actions).as("no look-up").hasSize(1);
		answered(3001, asked(actions).get(0), "a:0");
		assertThat(text()).isEqualTo("a:0");
	}

	@Test
	void lookUpThatEndedLongAgoIsMadeAnew() {
		doubt(0, Trigger.STARTUP);
		wake(2000);
		lookedUp(2500, CFG, "a");
		assertThat(wake(7500)).containsExactly(new LookUp(CFG));
	}

	@Test
	void lookUpThatFailsLateIsMadeAnew() {
		doubt(0, Trigger.STARTUP);
		wake(2000);
		handle(2500, new Event.NotLookedUp(CFG, "unknown host"));
		assertThat(wake(3000)).containsExactly(new LookUp(CFG));
	}

	@Test
	void endpointIsLookedUpAnewEachTimeAlthoughTheRefreshDoesNotWaitForIt() {
		String topology = "a:0 / b:1 / c:2";
		start(topology);
		for (int millis = 1000; millis <= 3000; millis += 1000) {
			List<Action> actions = doubt(millis, Trigger.USER);
			assertThat(actions).contains(new LookUp(CFG));
			for (Source source : asked(actions)) {
				answered(millis, source, topology);
			}
			lookedUp(millis + 1, CFG, "a");
		}
	}

	/** As long as it takes when the first name server is dead. */
	@ParameterizedTest
	@ValueSource(ints = { 10, 3000, 5000, 9000 })
	void wayBackIsFoundHoweverLongTheLookUpTakes(int lookUpMillis) {
		startAndSettle("a:0 / b:1 / c:2");
		long lookedUpAt = Long.MAX_VALUE;
		Deque<Action> open = new ArrayDeque<>(doubt(5000, Trigger.CONNECTION_LOST));
		for (long millis = 5000; millis < 40_000; millis += 10) {
			open.addAll(wake(millis));
			if (millis >= lookedUpAt) {
				lookedUpAt = Long.MAX_VALUE;
				open.addAll(lookedUp(millis, CFG, "x", "y"));
			}
			while (!open.isEmpty()) {
				Action action = open.remove();
				if (action instanceof LookUp) {
					lookedUpAt = millis + lookUpMillis;
				}
				else if (action instanceof Ask ask) {
					Source source = ask.source();
					boolean old = names("abc").map(Shards::endpoint).anyMatch(source.endpoint()::equals);
					open.addAll(old ? refused(millis, source) : answered(millis, source, "x:0 / y:1"));
				}
			}
		}
		assertThat(text()).isEqualTo("x:0 / y:1");
	}

	@Test
	void lastResortEndsWithTheFirstAnswer() {
		startAndSettle("a:0-99 / b:100-199 / c:200-299 / d:300 / e:301");
		doubt(5000, Trigger.READONLY);
		answerAll(5000, "a:0-99 / b:100-301");
		List<Source> known = asked(wake(6000));
		assertThat(known).hasSize(2);
		lookedUp(6001, CFG, "a", "b", "c", "d", "e");
		refused(6002, known.get(0));
		List<Source> last = asked(refused(6003, known.get(1)));
		assertThat(last).as("known by name, or removed").hasSize(3);
		answered(6004, last.get(0), "a:0-99 / b:100-301");
		assertThat(asked(refused(6005, last.get(1)))).isEmpty();
	}

	@Test
	void lastResortDoesNotWaitForALookUpThatHangs() {
		this.engine = engine(CFG, SECOND);
		doubt(0, Trigger.STARTUP);
		handle(0, new Event.NotLookedUp(SECOND, "unknown host"));
		answered(0, asked(lookedUp(0, CFG, "a")).get(0), "a:0-99 / b:100-199 / c:200-299");
		long millis = 0;
		for (boolean hangs = false; !hangs;) {
			millis += 5000;
			hangs = doubt(millis, Trigger.USER).contains(new LookUp(SECOND));
			answerAll(millis, "a:0-99 / b:100-299");
		}
		for (int refresh = 0; refresh < 5; refresh++) {
			millis += 5000;
			assertThat(failingRound(millis, "c")).anyMatch((source) -> source.address() != null);
		}
	}

	/**
	 * Whom it asks before its deadline when all refuse and the first endpoint is there.
	 */
	private List<Source> failingRound(long millis, String behindTheFirst) {
		wake(millis - 1); // the one before ends
		List<Source> asked = new ArrayList<>();
		Deque<Action> open = new ArrayDeque<>(doubt(millis, Trigger.USER));
		while (!open.isEmpty()) {
			Action action = open.remove();
			if (action.equals(new LookUp(CFG))) {
				open.addAll(lookedUp(millis, CFG, behindTheFirst));
			}
			else if (action instanceof Ask ask) {
				asked.add(ask.source());
				open.addAll(refused(millis, ask.source()));
			}
		}
		return asked;
	}

	private void startAndSettle(String topology) {
		start(topology);
		round(1000, topology);
		assertThat(this.engine.wakeAt()).as("settled").isEqualTo(time(10_000));
	}

	private void start(String topology) {
		doubt(0, Trigger.STARTUP);
		answered(0, asked(lookedUp(0, CFG, "a")).get(0), topology);
	}

	/** A round in which all known nodes say the same. */
	private void round(long millis, String view) {
		wake(millis);
		answerAll(millis, view);
	}

	private List<Action> answerAll(long millis, String view) {
		int round = this.engine.rounds();
		List<Action> actions = new ArrayList<>(handle(millis, new Event.NotLookedUp(CFG, "unknown host")));
		for (ClusterNode node : this.engine.topology().nodes()) {
			actions.addAll(answered(millis, Source.node(node.endpoint()), view));
		}
		return actions;
	}

	private List<Action> wake(long millis) {
		return handle(millis, new Event.Woken());
	}

	private List<Action> doubt(long millis, Trigger trigger) {
		return handle(millis, new Event.Doubted(trigger));
	}

	private List<Action> moved(long millis, int slot, String target) {
		return handle(millis, new Event.Redirected(slot, Shards.endpoint(target), Shards.endpoint("witness")));
	}

	private List<Action> answered(long millis, Source source, String view) {
		return handle(millis, new Event.Answered(this.engine.rounds(), source, view(view)));
	}

	private List<Action> refused(long millis, Source source) {
		return handle(millis, new Event.NotAnswered(this.engine.rounds(), source, "refused"));
	}

	private List<Action> lookedUp(long millis, HostAndPort endpoint, String... nodes) {
		return handle(millis, new Event.LookedUp(endpoint, addresses(nodes)));
	}

	private List<Action> handle(long millis, Event event) {
		return this.engine.handle(event, time(millis));
	}

	private String text() {
		return Shards.text(this.engine.topology().shards());
	}

	private static Instant time(long millis) {
		return Instant.EPOCH.plusMillis(millis);
	}

	private static View view(String text) {
		return Views.of(text);
	}

	private static List<Source> asked(List<Action> actions) {
		return actions.stream().filter(Ask.class::isInstance).map((ask) -> ((Ask) ask).source()).toList();
	}

	private static RefreshReport report(List<Action> actions) {
		assertThat(actions).last().isInstanceOf(Report.class);
		return ((Report) actions.get(actions.size() - 1)).report();
	}

	private static List<InetAddress> addresses(String... nodes) {
		List<InetAddress> addresses = new ArrayList<>();
		Arrays.stream(nodes).forEach((node) -> {
			try {
				addresses.add(InetAddress.getByName(Shards.ip(node)));
			}
			catch (UnknownHostException ex) {
				throw new IllegalStateException(ex);
			}
		});
		return addresses;
	}

}
