package io.github.jedistopology.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.boot.TopologyManagers;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;
import io.github.jedistopology.boot.metrics.RedisCommandMetrics;
import io.github.jedistopology.boot.metrics.RedisTopologyMetrics;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for metrics on all Redis Clusters of
 * the application.
 */
@AutoConfiguration(after = JedisTopologyAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ TopologyManagers.class, MeterRegistry.class })
public final class RedisTopologyMetricsAutoConfiguration {

	@Bean
	MeterBinder redisTopologyMetrics(TopologyManagers managers) {
		return (registry) -> managers.byClusterName()
			.values()
			.forEach((manager) -> new RedisTopologyMetrics(manager).bindTo(registry));
	}

	@Bean
	MeterBinder redisCommandMetrics(ConfigurableListableBeanFactory beanFactory) {
		return (registry) -> SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, JedisTopology.class)
			.values()
			.forEach((topology) -> new RedisCommandMetrics(topology.topologyManager().clusterName(),
					topology.commandStatistics())
				.bindTo(registry));
	}

}
