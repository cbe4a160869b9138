package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.Shards;
import io.github.jedistopology.Topology;
import io.github.jedistopology.Views;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptanceGate}.
 */
class AcceptanceGateTests {

	private static final HostAndPort ONE = Shards.endpoint("one");

	private static final HostAndPort OTHER = Shards.endpoint("other");

	private static final String CURRENT = "a^5:0-7999 / b^6:8000-16383";

	private static final String SMALLER = "a^7:0-7999";

	private AcceptanceGate gate = AcceptanceGate.OPEN;

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "nothing", textBlock = """
			the same                 | a^5:0-7999 / b^6:8000-16383  | nothing
			a twentieth less         | a^5:0-7999 / b^6:8000-15564  | nothing
			more than a twentieth    | a^5:0-7999 / b^6:8000-15563  | 820 slots would be lost
			slots go on              | a^5:0-6999 / b^7:7000-16383  | nothing
			slots go back            | a^4:0-8000 / b^6:8001-16383  | slot 8000 would go back from config epoch 6 to 4
			epochs are not told      | a:0-8000 / b:8001-16383      | nothing
			strangers only           | x^7:0-7999 / y^8:8000-16383  | no known node is among these
			one that is known        | x^7:0-7999 / b^8:8000-16383  | nothing
			known one is a replica   | x^7<a:0-7999 / y^8:8000-16383 | nothing
			""")
	void whatIsUnlikelyIsDoubted(String name, String next, @Nullable String doubt) {
		assertThat(decide(next, 0, ONE, OTHER)).isEqualTo(doubt);
	}

	@Test
	void nothingIsUnlikelyAtFirst() {
		assertThat(this.gate
			.decide(Topology.of(0, Instant.EPOCH, Shards.of("")), Map.of(), topology("x:0"), Map.of(), Set.of(ONE),
					time(0))
			.doubt()).isNull();
	}

	@Test
	void confirmationByAnotherSourceInAnotherRefreshIsEnough() {
		assertThat(decide(SMALLER, 0, ONE)).isNotNull();
		assertThat(decide(SMALLER, 1000, OTHER)).isNull();
	}

	@Test
	void twoSourcesInOneRefreshConfirmNothingYet() {
		assertThat(decide(SMALLER, 0, ONE, OTHER)).isNotNull();
		assertThat(decide(SMALLER, 1000, ONE, OTHER)).isNull();
	}

	@Test
	void sourceDoesNotConfirmItself() {
		assertThat(decide(SMALLER, 0, ONE)).isNotNull();
		assertThat(decide(SMALLER, 1000, ONE)).isNotNull();
		assertThat(decide(SMALLER, 4999, ONE)).isNotNull();
		assertThat(decide(SMALLER, 5000, ONE)).as("nobody has said anything likelier").isNull();
	}

	@Test
	void otherUnlikelyTopologyConfirmsNothingButTimePasses() {
		assertThat(decide(SMALLER, 0, ONE)).isNotNull();
		assertThat(decide("x^7:0-16383", 1000, OTHER)).isNotNull();
		assertThat(decide("y^7:0-16383", 5000, OTHER)).isNull();
	}

	@Test
	void likelyTopologyEndsTheWaiting() {
		decide(SMALLER, 0, ONE);
		assertThat(decide(CURRENT, 1000, OTHER)).isNull();
		assertThat(decide(SMALLER, 6000, OTHER)).isNotNull();
	}

	private @Nullable String decide(String next, long millis, HostAndPort... supporters) {
		AcceptanceGate.Decision decision = this.gate.decide(topology(CURRENT), Views.of(CURRENT).epochs(),
				topology(next), Views.of(next).epochs(), Set.of(supporters), time(millis));
		this.gate = decision.gate();
		return decision.doubt();
	}

	private static Topology topology(String text) {
		return Topology.of(1, Instant.EPOCH, Views.of(text).shards());
	}

	private static Instant time(long millis) {
		return Instant.EPOCH.plus(Duration.ofMillis(millis));
	}

}
