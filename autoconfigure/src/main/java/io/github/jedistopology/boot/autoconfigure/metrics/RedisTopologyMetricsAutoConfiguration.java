package io.github.jedistopology.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;
import io.github.jedistopology.boot.metrics.RedisCommandMetrics;
import io.github.jedistopology.boot.metrics.RedisPoolMetrics;
import io.github.jedistopology.boot.metrics.RedisTopologyMetrics;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for metrics on all Redis Clusters of
 * the application.
 */
@AutoConfiguration(after = JedisTopologyAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ RedisClusters.class, MeterRegistry.class })
public final class RedisTopologyMetricsAutoConfiguration {

	@Bean
	MeterBinder redisTopologyMetrics(RedisClusters clusters) {
		return (registry) -> clusters.byName().values().forEach((cluster) -> bind(cluster, registry));
	}

	private static void bind(RedisCluster cluster, MeterRegistry registry) {
		new RedisTopologyMetrics(cluster.manager()).bindTo(registry);
		if (cluster.commands() != null) {
			new RedisCommandMetrics(cluster.name(), cluster.commands()).bindTo(registry);
		}
		if (cluster.connections() != null) {
			new RedisPoolMetrics(cluster.manager(), cluster.connections()).bindTo(registry);
		}
	}

}
