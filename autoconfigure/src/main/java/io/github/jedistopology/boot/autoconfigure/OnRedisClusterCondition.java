package io.github.jedistopology.boot.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.TopologyManager;

/**
 * Matches when there is any Redis Cluster to tell of, whoever can have it injected.
 */
class OnRedisClusterCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beanFactory = Objects.requireNonNull(context.getBeanFactory());
		ConditionMessage.Builder message = ConditionMessage.forCondition("Redis Cluster");
		List<String> clusters = Stream.of(JedisTopology.class, TopologyManager.class)
			.flatMap((type) -> Candidates.of(type, beanFactory).stream())
			.toList();
		return clusters.isEmpty() ? ConditionOutcome.noMatch(message.didNotFind("any bean").atAll())
				: ConditionOutcome.match(message.found("bean", "beans").items(clusters));
	}

}
