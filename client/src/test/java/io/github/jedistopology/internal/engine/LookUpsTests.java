package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.internal.engine.Event.LookedUp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LookUps}.
 */
class LookUpsTests {

	private static final HostAndPort CFG = new HostAndPort("cfg.test", 6379);

	private static final LookedUp ANSWER = new LookedUp(CFG, List.of(InetAddress.getLoopbackAddress()));

	private static final Instant NOW = Instant.EPOCH;

	private final LookUps lookUps = new LookUps();

	@Test
	void eachEndpointIsLookedUpByOneAtATime() {
		assertThat(this.lookUps.begin(CFG)).isTrue();
		assertThat(this.lookUps.begin(CFG)).isFalse();
		assertThat(this.lookUps.beginForRefresh(CFG)).isFalse();
		assertThat(this.lookUps.begin(new HostAndPort("second.test", 6379))).isTrue();
		this.lookUps.ended(CFG);
		assertThat(this.lookUps.beginForRefresh(CFG)).isTrue();
	}

	@Test
	void refreshWantsWhatItHasBegunOrFoundUnderWayUntilItHasFoundSomebody() {
		this.lookUps.begin(CFG);
		assertThat(this.lookUps.areWanted()).isFalse();
		this.lookUps.beginForRefresh(CFG);
		assertThat(this.lookUps.areWanted()).isTrue();
		assertThat(this.lookUps.ended(CFG)).isTrue();
		assertThat(this.lookUps.areWanted()).isFalse();
		this.lookUps.beginForRefresh(CFG);
		this.lookUps.noneIsWanted();
		assertThat(this.lookUps.ended(CFG)).isFalse();
	}

	@Test
	void whatIsKeptIsTakenOnceAndWhileItIsFresh() {
		this.lookUps.keep(ANSWER, NOW);
		assertThat(this.lookUps.takeKept(NOW.plus(LookUps.FRESH).minusMillis(1))).containsExactly(ANSWER);
		assertThat(this.lookUps.takeKept(NOW)).isEmpty();
		this.lookUps.keep(ANSWER, NOW);
		assertThat(this.lookUps.takeKept(NOW.plus(LookUps.FRESH))).isEmpty();
	}

}
