package io.github.jedistopology.internal.connection;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NodeConnection}.
 */
class NodeConnectionTests {

	private static final long SILENCE = Duration.ofMillis(400).toNanos();

	private final VirtualTime time = new VirtualTime();

	private final NodeConnection connection = new NodeConnection(new Connection(new HostAndPort("nobody", 1)),
			new WatchedSocket(this.time));

	@Test
	void aNodeThatSendsNothingIsOverdue() {
		begin(false);
		assertThat(isOverdueAfter(400)).isFalse();
		assertThat(isOverdueAfter(1)).isTrue();
		this.connection.end();
		assertThat(isOverdueAfter(0)).isFalse();
	}

	@Test
	void aNodeThatSendsOneReplyAfterTheOtherIsNot() {
		begin(false);
		for (int i = 0; i < 10; i++) {
			assertThat(isOverdueAfter(400)).isFalse();
			this.connection.replied();
		}
		assertThat(isOverdueAfter(401)).isTrue();
	}

	@Test
	void theRepliesOfAnEarlierExchangeDoNotCount() {
		begin(false);
		this.connection.replied();
		this.connection.end();
		this.time.advance(Duration.ofSeconds(1));
		begin(false);
		assertThat(isOverdueAfter(401)).isTrue();
	}

	@Test
	void aNodeThatIsWaitedAtOnPurposeOwesNothing() {
		begin(true);
		assertThat(isOverdueAfter(60_000)).isFalse();
	}

	private void begin(boolean blocking) {
		this.connection.begin(this.time.getAsLong(), this.time.in(Duration.ofSeconds(2)), blocking);
	}

	private boolean isOverdueAfter(int millis) {
		this.time.advance(Duration.ofMillis(millis));
		return this.connection.isOverdue(this.time.getAsLong(), SILENCE);
	}

}
