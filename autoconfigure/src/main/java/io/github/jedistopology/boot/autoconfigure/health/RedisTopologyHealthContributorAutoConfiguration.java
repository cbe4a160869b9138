package io.github.jedistopology.boot.autoconfigure.health;

import java.time.Clock;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;
import io.github.jedistopology.boot.health.RedisTopologyHealthIndicator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link RedisTopologyHealthIndicator}.
 */
@AutoConfiguration(after = JedisTopologyAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(RedisClusters.class)
@ConditionalOnEnabledHealthIndicator("redistopology")
public final class RedisTopologyHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<RedisTopologyHealthIndicator, RedisCluster> {

	RedisTopologyHealthContributorAutoConfiguration() {
		super((cluster) -> new RedisTopologyHealthIndicator(cluster.manager(), Clock.systemUTC()));
	}

	@Bean
	@ConditionalOnMissingBean(name = { "redisTopologyHealthIndicator", "redisTopologyHealthContributor" })
	HealthContributor redisTopologyHealthContributor(RedisClusters clusters) {
		return createContributor(clusters.byName());
	}

}
