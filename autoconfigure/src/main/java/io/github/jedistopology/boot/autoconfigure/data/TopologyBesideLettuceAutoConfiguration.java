package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Primary;

import io.github.jedistopology.boot.data.TopologyConnectionFactory;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link TopologyConnectionFactory} where Lettuce is present. Spring Boot's Lettuce
 * factory is the only one that reactive templates can use, and Spring Boot makes it only
 * while there is no other. So this one comes after it, and is primary for all the rest.
 */
@AutoConfiguration(after = TopologyConnectionFactoryAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@Conditional(OnLettuceCondition.class)
@ConditionalOnBean(ConnectionFactorySource.class)
public final class TopologyBesideLettuceAutoConfiguration {

	@Bean
	@Primary
	TopologyConnectionFactory topologyConnectionFactory(ConnectionFactorySource source) {
		return source.create();
	}

}
