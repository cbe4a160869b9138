package io.github.jedistopology.testkit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;
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
	void exposesThePortsOfItsNodesBesideThoseThatItsUserWants() {
		this.container.withShards(2).withReplicas(1).withExposedPorts(8080).configure();
		assertThat(this.container.getExposedPorts()).containsExactlyInAnyOrder(8080, 7000, 7001, 7002, 7003);
	}

	@Test
	void waitsAsItsUserSays() {
		WaitStrategy mine = Wait.forHealthcheck();
		this.container.waitingFor(mine).configure();
		assertThat(this.container).extracting("waitStrategy").isSameAs(mine);
	}

	@Test
	void waitsForAllNodesForAsLongAsItsUserSays() {
		this.container.withShards(2).withStartupTimeout(Duration.ofSeconds(7)).configure();
		assertThat(this.container).extracting("waitStrategy")
			.hasFieldOrPropertyWithValue("startupTimeout", Duration.ofSeconds(7))
			.hasFieldOrPropertyWithValue("times", 2);
	}

	@Test
	void hasNoEndpointsBeforeItIsStarted() {
		assertThatIllegalStateException().isThrownBy(this.container::getEndpoints)
			.withMessageContaining("has not been started");
	}

}
