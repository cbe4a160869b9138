package io.github.jedistopology.benchmarks.kinds;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisBroadcastException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TallyTests {

	private final Tally tally = new Tally((failure) -> failure.getMessage().contains("lost"));

	@Test
	void countsWhatIsAttempted() {
		assertThat(this.tally.attempt(() -> "reply")).isEqualTo("reply");
		assertThatIllegalStateException().isThrownBy(() -> this.tally.attempt(() -> fail("refused")));
		assertThatIllegalStateException().isThrownBy(() -> this.tally.attempt(() -> fail("reply lost")));
		assertThat(this.tally.counts()).isEqualTo(new Counts(3, 2, 1, 0, 0));
	}

	@Test
	void failureIsTrouble() {
		long before = System.nanoTime();
		this.tally.failed(new IllegalStateException("refused"));
		assertThat(this.tally.lastTrouble()).isBetween(before, System.nanoTime());
	}

	@Test
	void tellsWhatIsLostAndWrong() {
		this.tally.lost(2, "keys");
		this.tally.lost(0, "nothing");
		this.tally.wrong(1, "value");
		assertThat(this.tally.counts()).isEqualTo(new Counts(0, 0, 0, 2, 1));
		assertThat(this.tally).asString().contains("lost: 2 of keys", "wrong: 1 of value").doesNotContain("nothing");
	}

	@Test
	void tellsWhichNodesOfABroadcastFailed() {
		JedisBroadcastException failure = new JedisBroadcastException();
		failure.addReply(new HostAndPort("node-1", 6379), "READONLY");
		this.tally.failed(failure);
		assertThat(this.tally).asString().contains("{node-1:6379=READONLY}");
	}

	private static String fail(String message) {
		throw new IllegalStateException(message);
	}

}
