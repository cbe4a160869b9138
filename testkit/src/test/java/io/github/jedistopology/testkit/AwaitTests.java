package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import redis.clients.jedis.exceptions.JedisConnectionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AwaitTests {

	@Test
	void asksUntilNothingIsMissing() {
		AtomicInteger asked = new AtomicInteger();
		Await.until("goal", Duration.ofSeconds(30), () -> (asked.incrementAndGet() < 3) ? "more" : null);
		assertThat(asked).hasValue(3);
	}

	@Test
	void aFailedCommandIsSomethingMissing() {
		AtomicInteger asked = new AtomicInteger();
		Await.until("goal", Duration.ofSeconds(30), () -> {
			if (asked.incrementAndGet() < 3) {
				throw new JedisConnectionException("refused");
			}
			return null;
		});
		assertThat(asked).hasValue(3);
	}

	@Test
	void saysWhatIsStillMissingWhenTimeIsOver() {
		assertThatIllegalStateException().isThrownBy(() -> Await.until("goal", Duration.ZERO, () -> "this and that"))
			.withMessageContaining("goal")
			.withMessageContaining("this and that");
	}

}
