package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;
import io.github.jedistopology.boot.data.TopologyConnectionFactory;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link TopologyConnectionFactory}: comes before Spring Boot's own, which then makes no
 * factory.
 */
@AutoConfiguration(after = JedisTopologyAutoConfiguration.class,
		beforeName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnSingleCandidate(JedisTopology.class)
@ConditionalOnMissingBean(RedisConnectionFactory.class)
public final class TopologyConnectionFactoryAutoConfiguration {

	@Bean
	ConnectionFactorySource topologyConnectionFactorySource(JedisTopology topology, Environment environment) {
		return new ConnectionFactorySource(topology, environment);
	}

	@Bean
	@Conditional(OnNoLettuceCondition.class)
	TopologyConnectionFactory topologyConnectionFactory(ConnectionFactorySource source) {
		return source.create();
	}

}
