package io.github.jedistopology.boot;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RedisClustersTests {

	private final RedisCluster orders = RedisCluster.of(FakeTopologyManager.covered("orders"));

	private final RedisCluster carts = RedisCluster.of(FakeTopologyManager.covered("carts"));

	@Test
	void ordersClustersByName() {
		assertThat(RedisClusters.of(List.of(this.orders, this.carts)).byName().values()).containsExactly(this.carts,
				this.orders);
	}

	@Test
	void takesOneClusterOnceWhenItIsThereTwice() {
		assertThat(RedisClusters.of(List.of(this.orders, this.orders)).byName().values()).containsExactly(this.orders);
	}

	@Test
	void refusesTwoClustersOfOneName() {
		assertThatIllegalStateException().isThrownBy(
				() -> RedisClusters.of(List.of(this.orders, RedisCluster.of(FakeTopologyManager.covered("orders")))))
			.withMessageContaining("'orders'");
	}

}
