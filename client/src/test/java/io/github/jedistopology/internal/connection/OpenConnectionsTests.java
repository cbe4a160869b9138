package io.github.jedistopology.internal.connection;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OpenConnections}.
 */
class OpenConnectionsTests {

	private static final Duration CONNECT = Duration.ofSeconds(1);

	private static final Duration COMMAND = Duration.ofSeconds(2);

	private final FakeDialer dialer = new FakeDialer();

	private final FakeNode node = this.dialer.node("node", 6379);

	private final Capacity capacity = new Capacity(8);

	private final OpenConnections open = new OpenConnections(this.node.endpoint(), this.dialer, COMMAND, this.capacity);

	@Test
	void dialsWithTheTimesThatItIsTold() {
		this.open.dial(CONNECT);
		assertThat(this.dialer.dials()).containsExactly(new Dialer.Dial(this.node.endpoint(), null, CONNECT, COMMAND));
	}

	@Test
	void countsWhatIsOpenAndMakesRoomForMore() {
		NodeConnection connection = this.open.dial(CONNECT);
		this.open.dial(CONNECT);
		assertThat(this.open.count()).isEqualTo(2);
		assertThat(this.capacity.availablePermits()).isEqualTo(Capacity.DIALS_AT_ONCE + 2);
		this.open.close(connection);
		assertThat(this.open.count()).isEqualTo(1);
		assertThat(this.capacity.availablePermits()).isEqualTo(Capacity.DIALS_AT_ONCE + 1);
		assertThat(this.node.open()).isEqualTo(1);
	}

	@Test
	void aDialThatFailsChangesNothing() {
		this.node.dialsFail(() -> new JedisConnectionException("refused"));
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> this.open.dial(CONNECT));
		assertThat(this.open.isEmpty()).isTrue();
		assertThat(this.capacity.availablePermits()).isEqualTo(Capacity.DIALS_AT_ONCE);
	}

	@Test
	void endsOnlyWhatIsUnderWay() {
		NodeConnection busy = this.open.dial(CONNECT);
		NodeConnection free = this.open.dial(CONNECT);
		busy.begin(1, 1_000_000_000, false);
		assertThat(this.open.isOverdue(1_000_001, Duration.ofMillis(1))).isFalse();
		assertThat(this.open.isOverdue(1_000_002, Duration.ofMillis(1))).isTrue();
		this.open.abort();
		assertThat(busy.isUsable()).isFalse();
		assertThat(free.isUsable()).isTrue();
	}

}
