package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.health.DataRedisHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.jedistopology.boot.autoconfigure.health.RedisTopologyHealthContributorAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps one cluster from having
 * two entries in health, and a factory without a cluster from having any. By the name
 * {@code redisHealthContributor} Spring Boot knows that there is no need of its own: it
 * stands for the factories of other servers, or without any for what is there instead.
 */
@AutoConfiguration(
		after = { TopologyBesideLettuceAutoConfiguration.class, UnchosenClusterAutoConfiguration.class,
				RedisTopologyHealthContributorAutoConfiguration.class },
		beforeName = {
				"org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration" })
@ConditionalOnClass({ RedisConnectionFactory.class, DataRedisHealthIndicator.class,
		ConditionalOnEnabledHealthIndicator.class })
@Conditional(OnNeedlessRedisHealthCondition.class)
@ConditionalOnMissingBean(name = { "redisHealthIndicator", "redisHealthContributor" })
@ConditionalOnEnabledHealthIndicator("redis")
@Import(TopologyHealthForDataRedisAutoConfiguration.AliasRegistrar.class)
public final class TopologyHealthForDataRedisAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnOtherConnectionFactoryCondition.class)
	static class OtherServersConfiguration
			extends CompositeHealthContributorConfiguration<DataRedisHealthIndicator, RedisConnectionFactory> {

		OtherServersConfiguration() {
			super(DataRedisHealthIndicator::new);
		}

		@Bean
		HealthContributor redisHealthContributor(ConfigurableListableBeanFactory beanFactory) {
			return createContributor(OtherConnectionFactories.in(beanFactory));
		}

	}

	/** Comes after the nested configuration. */
	static class AliasRegistrar implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			if (!registry.containsBeanDefinition("redisHealthContributor")) {
				registry.registerAlias(insteadOfSpringBoots(registry), "redisHealthContributor");
			}
		}

		private static String insteadOfSpringBoots(BeanDefinitionRegistry registry) {
			return registry.containsBeanDefinition("unchosenConnectionFactory") ? "unchosenConnectionFactory"
					: "redisTopologyHealthContributor";
		}

	}

}
