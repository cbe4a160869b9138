package io.github.jedistopology.boot;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.TopologyManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TopologyManagersTests {

	private final TopologyManager orders = FakeTopologyManager.covered("orders");

	private final TopologyManager carts = FakeTopologyManager.covered("carts");

	@Test
	void ordersManagersByClusterName() {
		assertThat(TopologyManagers.of(List.of(this.orders, this.carts)).byClusterName().values())
			.containsExactly(this.carts, this.orders);
	}

	@Test
	void takesOneManagerOnceWhenItIsThereTwice() {
		assertThat(TopologyManagers.of(List.of(this.orders, this.orders)).byClusterName().values())
			.containsExactly(this.orders);
	}

	@Test
	void refusesTwoClustersOfOneName() {
		assertThatIllegalStateException()
			.isThrownBy(() -> TopologyManagers.of(List.of(this.orders, FakeTopologyManager.covered("orders"))))
			.withMessageContaining("'orders'");
	}

}
