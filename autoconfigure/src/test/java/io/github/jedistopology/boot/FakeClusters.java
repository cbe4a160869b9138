package io.github.jedistopology.boot;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.jedistopology.JedisTopology;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Clusters that have no nodes, as applications declare them.
 */
public final class FakeClusters {

	private FakeClusters() {
	}

	public static JedisTopology topology(String clusterName) {
		JedisTopology topology = mock(JedisTopology.class);
		given(topology.client()).willReturn(mock());
		given(topology.topologyManager()).willReturn(FakeTopologyManager.covered(clusterName));
		return topology;
	}

	/**
	 * Two of which neither is the default.
	 */
	@Configuration(proxyBeanMethods = false)
	public static class QualifiedClusters {

		@Bean(defaultCandidate = false)
		JedisTopology ordersTopology() {
			return topology("orders");
		}

		@Bean(defaultCandidate = false)
		JedisTopology cartsTopology() {
			return topology("carts");
		}

	}

}
