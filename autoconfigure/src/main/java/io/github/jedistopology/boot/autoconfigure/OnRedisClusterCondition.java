package io.github.jedistopology.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.TopologyManager;

/**
 * Matches when there is any Redis Cluster to tell of.
 */
class OnRedisClusterCondition extends AnyNestedCondition {

	OnRedisClusterCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(JedisTopology.class)
	static class WithTopology {

	}

	@ConditionalOnBean(TopologyManager.class)
	static class WithManager {

	}

}
