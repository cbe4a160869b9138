package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.jedistopology.boot.RedisClusters;

/**
 * {@link EnableAutoConfiguration Auto-configuration} where the application has clusters,
 * but nothing says which of them, or which other server, Spring Data is to use. Spring
 * Boot would make a factory for localhost:6379, which nobody has asked for. Whoever else
 * makes one comes first.
 */
@AutoConfiguration(after = TopologyConnectionFactoryAutoConfiguration.class,
		beforeName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ RedisConnectionFactory.class, DataRedisConnectionDetails.class })
@ConditionalOnBean(RedisClusters.class)
@ConditionalOnMissingBean({ ConnectionFactorySource.class, RedisConnectionFactory.class, RedisConfiguration.class,
		DataRedisConnectionDetails.class })
@Conditional(OnUndescribedServerCondition.class)
public final class UnchosenClusterAutoConfiguration {

	@Bean
	UnchosenConnectionFactory unchosenConnectionFactory(RedisClusters clusters) {
		return new UnchosenConnectionFactory(clusters.byName().keySet());
	}

}
