package io.github.jedistopology.testkit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What needs no container engine.
 */
class RedisClusterContainerTests {

	private final RedisClusterContainer container = new RedisClusterContainer();

	@Test
	void refusesWhatCannotWork() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.container.withShards(0))
			.withMessageContaining("shards must be at least 1, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> this.container.withReplicas(-1))
			.withMessageContaining("replicas must be 0 or more, not -1");
		assertThatIllegalArgumentException().isThrownBy(() -> this.container.withPassword(""))
			.withMessageContaining("password must not be empty");
	}

	@Test
	void hasNoEndpointsBeforeItIsStarted() {
		assertThatIllegalStateException().isThrownBy(this.container::getEndpoints)
			.withMessageContaining("has not been started");
	}

}
