package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

import io.github.jedistopology.boot.autoconfigure.health.RedisTopologyHealthContributorAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps one cluster from having
 * two entries in health. By the name {@code redisHealthContributor} Spring Boot knows
 * that there is no need of its own.
 */
@AutoConfiguration(
		after = { TopologyBesideLettuceAutoConfiguration.class, RedisTopologyHealthContributorAutoConfiguration.class },
		beforeName = {
				"org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration" })
@ConditionalOnBean(type = "io.github.jedistopology.boot.data.TopologyConnectionFactory",
		name = "redisTopologyHealthContributor")
@Import(TopologyHealthForDataRedisAutoConfiguration.AliasRegistrar.class)
public final class TopologyHealthForDataRedisAutoConfiguration {

	static class AliasRegistrar implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			registry.registerAlias("redisTopologyHealthContributor", "redisHealthContributor");
		}

	}

}
