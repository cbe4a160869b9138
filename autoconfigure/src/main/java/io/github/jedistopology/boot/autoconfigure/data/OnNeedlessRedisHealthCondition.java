package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;

import io.github.jedistopology.boot.data.TopologyConnectionFactory;

/**
 * Matches where Spring Boot's entry in health would tell of a cluster that has one, or of
 * no server at all.
 */
class OnNeedlessRedisHealthCondition extends AnyNestedCondition {

	OnNeedlessRedisHealthCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(value = TopologyConnectionFactory.class, name = "redisTopologyHealthContributor")
	static class ClusterWithAnEntry {

	}

	@ConditionalOnBean(UnchosenConnectionFactory.class)
	static class NoClusterChosen {

	}

}
