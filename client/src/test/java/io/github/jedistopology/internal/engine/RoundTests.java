package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.Shards;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Round}: it wants three views, and a source may take a second.
 */
class RoundTests {

	private static final HostAndPort CFG = new HostAndPort("cfg.test", 6379);

	private final Round round = new Round(7, Trigger.PERIODIC, time(0), 3, Duration.ofSeconds(1),
			Duration.ofSeconds(2));

	/**
	 * Answers: a letter for the view that a source gave, - for a failure, ? for none yet.
	 */
	@ParameterizedTest
	@CsvSource({ "5, ???, 0, false, false", "5, x??, 0, false, false", "5, xx?, 0, true, false",
			"5, xy?, 0, false, false", "5, xyz, 0, false, true", "5, xxy, 0, true, true", "5, x--, 0, false, false",
			"3, x--, 0, true, true", "3, ---, 0, false, true", "3, ---, 1, false, false", "1, x, 0, true, true",
			"1, x, 1, false, false", "5, xx?, 1, false, false", "5, xxx, 1, true, false", "2, xy, 0, false, true" })
	void decidedWhenMoreThanHalfAgreeAndExhaustedWhenNobodyIsLeft(int known, String answers, int lookUps,
			boolean decided, boolean exhausted) {
		this.round.addCandidates(sources(known));
		List<Source> asked = this.round.ask(time(0));
		assertThat(asked).hasSize(answers.length());
		if (lookUps > 0) {
			this.round.lookUp(CFG);
		}
		for (int i = 0; i < asked.size(); i++) {
			char answer = answers.charAt(i);
			if (answer == '-') {
				this.round.failed(asked.get(i), "refused");
			}
			else if (answer != '?') {
				this.round.answered(asked.get(i), new View(Shards.of(answer + ":0")));
			}
		}
		this.round.isDecided(time(1));
		assertThat(this.round.isDecided(time(1).plus(Round.PATIENCE))).as("decided").isEqualTo(decided);
		assertThat(this.round.isExhausted()).as("exhausted").isEqualTo(exhausted);
	}

	@Test
	void failuresAreReplacedUntilAllAreAsked() {
		this.round.addCandidates(sources(4));
		List<Source> asked = this.round.ask(time(0));
		assertThat(this.round.ask(time(0))).isEmpty();
		this.round.failed(asked.get(0), "refused");
		assertThat(this.round.ask(time(0))).hasSize(1).doesNotContainAnyElementsOf(asked);
		this.round.failed(asked.get(1), "refused");
		assertThat(this.round.ask(time(0))).isEmpty();
	}

	@Test
	void addressIsAskedOnce() {
		this.round.addCandidates(sources(2));
		this.round.addCandidates(sources(3));
		this.round.addExtra(sources(3));
		assertThat(this.round.ask(time(0))).hasSize(3);
	}

	@Test
	void extraComesFirstAndBesides() {
		this.round.addCandidates(sources(5));
		Source stranger = Source.node(Shards.endpoint("stranger"));
		this.round.addExtra(Arrays.asList(sources(1).get(0), stranger, Source.node(Shards.endpoint("another"))));
		assertThat(this.round.ask(time(0))).hasSize(4).first().isEqualTo(stranger);
	}

	@Test
	void nodeThatWasAskedByItsAddressIsNotAskedByItsName() throws Exception {
		this.round.addCandidates(List.of(new Source(CFG, InetAddress.getByName(Shards.ip("n0")))));
		this.round.ask(time(0));
		this.round.addCandidates(sources(3));
		this.round.widen(1, List.of(Shards.node("n0"), Shards.node("n2")));
		assertThat(this.round.ask(time(0))).first().isEqualTo(sources(3).get(2));
	}

	@Test
	void lateSourcesAreGivenUp() {
		this.round.addCandidates(sources(1));
		this.round.ask(time(300));
		assertThat(this.round.nextDeadline()).isEqualTo(time(1300));
		assertThat(this.round.expire(time(1299))).isEmpty();
		assertThat(this.round.expire(time(1300))).isEqualTo(sources(1));
		assertThat(this.round.stillAsked()).isEmpty();
		assertThat(report(1300).sources()).extracting(Object::toString)
			.containsExactly("n0.test:6379: no answer within 1000 ms");
	}

	@Test
	void everybodyIsGivenUpWhenTheRoundIsOver() {
		this.round.addCandidates(sources(1));
		this.round.lookUp(CFG);
		this.round.ask(time(1900));
		assertThat(this.round.nextDeadline()).isEqualTo(time(2000));
		assertThat(this.round.isOver(time(1999))).isFalse();
		assertThat(this.round.isOver(time(2000))).isTrue();
		assertThat(this.round.expire(time(2000))).hasSize(1);
		assertThat(this.round.isExhausted()).isTrue();
		assertThat(report(2000).sources()).extracting(Object::toString)
			.containsExactly("n0.test:6379: no answer within 100 ms", "cfg.test:6379: its name look-up hangs");
	}

	@Test
	void lookUpThatHangsSinceAnEarlierRoundMayEndAllTheSame() {
		this.round.lookUpHangs(CFG);
		assertThat(this.round.isExhausted()).as("it is not waited for").isTrue();
		assertThat(report(0).sources()).hasSize(1);
		this.round.lookedUp(CFG);
		assertThat(report(1).sources()).isEmpty();
	}

	@Test
	void lastResortIsAskedAsLongAsNobodyHasAnswered() {
		this.round.addLastResort(sources(5));
		List<Source> asked = this.round.ask(time(0));
		this.round.failed(asked.get(0), "refused");
		assertThat(this.round.ask(time(1))).hasSize(1);
		this.round.answered(asked.get(1), new View(Shards.of("x:0")));
		this.round.failed(asked.get(2), "refused");
		assertThat(this.round.ask(time(2))).isEmpty();
	}

	private RefreshReport report(long millis) {
		return this.round.report(time(millis), Outcome.FAILED, null, Shards.topology(0, ""));
	}

	private static List<Source> sources(int count) {
		return IntStream.range(0, count).mapToObj((number) -> Source.node(Shards.endpoint("n" + number))).toList();
	}

	private static Instant time(long millis) {
		return Instant.EPOCH.plusMillis(millis);
	}

}
