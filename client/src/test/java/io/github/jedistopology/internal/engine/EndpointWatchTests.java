package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.time.Instant;
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
		InetAddress one = InetAddress.getByName("10.0.0.1");
		InetAddress other = InetAddress.getByName("10.0.0.2");
		assertThat(this.watch.hasChanged(ENDPOINT, List.of(one, other))).as("the first time").isFalse();
		assertThat(this.watch.hasChanged(ENDPOINT, List.of(other, one))).as("in another order").isFalse();
		assertThat(this.watch.hasChanged(ENDPOINT, List.of(one))).isTrue();
		assertThat(this.watch.hasChanged(ENDPOINT, List.of(one))).isFalse();
	}

}
