package io.github.jedistopology;

import java.time.Duration;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the records of settings and for {@link JedisTopology.Builder}.
 */
class SettingsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void timeoutsAreAboveZero() {
		assertRefused(() -> new Timeouts(Duration.ZERO, SECOND, SECOND), "timeouts.connect is PT0S");
		assertRefused(() -> new Timeouts(SECOND, SECOND.negated(), SECOND), "timeouts.command is PT-1S");
		assertRefused(() -> new Timeouts(SECOND, SECOND, null), "timeouts.topologyQuery is null");
	}

	@Test
	void poolsHaveRoomAndPatience() {
		assertRefused(() -> new PoolSettings(0, SECOND, SECOND), "pool.maxTotal is 0");
		assertRefused(() -> new PoolSettings(1, Duration.ZERO, SECOND), "pool.maxWait is PT0S");
		assertRefused(() -> new PoolSettings(1, SECOND, Duration.ZERO), "pool.maxIdleTime is PT0S");
		assertRefused(() -> new PoolSettings(1, SECOND, SECOND, 0), "pool.maxBlocking is 0");
	}

	@Test
	void refreshesAskSomebody() {
		assertRefused(() -> new RefreshSettings(Duration.ZERO, 3, Duration.ofSeconds(2)), "refresh.interval is PT0S");
		assertRefused(() -> new RefreshSettings(SECOND, 0, SECOND), "refresh.sources is 0");
	}

	@Test
	void sourceMayTakeAsLongAsARefreshAndNoLonger() {
		JedisTopology.Builder builder = JedisTopology.builder()
			.endpoints("127.0.0.1:1")
			.refresh(new RefreshSettings(SECOND, 3, SECOND));
		Timeouts asLong = new Timeouts(SECOND, SECOND, SECOND);
		assertThatExceptionOfType(TopologyUnavailableException.class)
			.isThrownBy(() -> builder.timeouts(asLong).build());
		Timeouts longer = new Timeouts(SECOND, SECOND, SECOND.plusMillis(1));
		assertRefused(() -> builder.timeouts(longer).build(),
				"timeouts.topologyQuery is PT1.001S: expected at most refresh.timeout, which is PT1S");
	}

	@Test
	void readsKnowTheirZone() {
		NodeZones zones = (node) -> "a";
		assertRefused(() -> new ReadSettings(ReadFrom.ANY, -1, null, zones), "reads.maxLag is -1");
		assertRefused(() -> new ReadSettings(ReadFrom.SAME_ZONE, 0, null, zones), "reads.zone is 'null'");
		assertRefused(() -> new ReadSettings(ReadFrom.SAME_ZONE, 0, " ", zones), "reads.zone is ' '");
		assertRefused(() -> new ReadSettings(ReadFrom.SAME_ZONE, 0, "a", NodeZones.UNKNOWN), "reads.zones is UNKNOWN");
	}

	@Test
	void endpointsAreNeeded() {
		assertRefused(() -> JedisTopology.builder().build(), "endpoints is empty: expected at least one host:port");
	}

	@Test
	void nameIsThereAndFitsIntoPaths() {
		assertRefused(() -> JedisTopology.builder().name(" "), "name is ' '");
		assertRefused(() -> JedisTopology.builder().name("eu/orders"), "name is 'eu/orders'");
	}

	@Test
	void clientNameIsOneWord() {
		assertRefused(() -> JedisTopology.builder().clientName(""), "clientName is ''");
		assertRefused(() -> JedisTopology.builder().clientName("my app"), "clientName is 'my app'");
		assertRefused(() -> JedisTopology.builder().clientName("änderung"), "clientName is 'änderung'");
	}

	private static void assertRefused(ThrowingCallable call, String message) {
		assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(message);
	}

}
