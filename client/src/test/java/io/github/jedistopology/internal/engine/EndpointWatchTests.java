package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndpointWatch}.
 */
class EndpointWatchTests {

	private static final Instant NOW = Instant.EPOCH;

	private static final HostAndPort ENDPOINT = new HostAndPort("cfg.test", 6379);

	private final EndpointWatch watch = new EndpointWatch(List.of(ENDPOINT), NOW);

	@Test
	void endpointsAreLookedUpOnceInAPeriod() {
		Instant next = NOW.plus(EndpointWatch.PERIOD);
		assertThat(this.watch.next()).isEqualTo(next);
		assertThat(this.watch.due(next.minusMillis(1))).isEmpty();
		assertThat(this.watch.due(next)).containsExactly(ENDPOINT);
		assertThat(this.watch.due(next)).isEmpty();
	}

	@Test
	void changeIsAnotherSetOfAddresses() throws Exception {
		assertThat(hasChanged(0, 1, 2)).as("the first time").isFalse();
		assertThat(hasChanged(10, 2, 1)).as("in another order").isFalse();
		assertThat(hasChanged(20, 1)).as("one is gone").isTrue();
		assertThat(hasChanged(30, 1)).isFalse();
		assertThat(hasChanged(40, 1, 3)).as("one is new").isTrue();
		assertThat(hasChanged(50, 1, 3)).isFalse();
	}

	@Test
	void someOfManyInTurnAreNoChange() throws Exception {
		hasChanged(0, 1, 2);
		assertThat(hasChanged(10, 2, 3)).isTrue();
		for (int seconds = 20; seconds < 3600; seconds += 10) {
			assertThat(hasChanged(seconds, 1 + seconds / 10 % 3, 1 + (seconds / 10 + 1) % 3)).isFalse();
		}
		assertThat(hasChanged(3600, 2, 4)).as("one more").isTrue();
	}

	@Test
	void addressThatComesBackAfterLongIsNew() throws Exception {
		hasChanged(0, 1);
		hasChanged(10, 2);
		assertThat(hasChanged(20, 1)).isFalse();
		hasChanged(30, 2);
		assertThat(hasChanged(20 + (int) EndpointWatch.MEMORY.toSeconds(), 1)).isTrue();
	}

	private boolean hasChanged(int seconds, int... addresses) throws UnknownHostException {
		List<InetAddress> list = new ArrayList<>();
		for (int address : addresses) {
			list.add(InetAddress.getByName("10.0.0." + address));
		}
		return this.watch.hear(ENDPOINT, list, NOW.plusSeconds(seconds));
	}

}
