package io.github.jedistopology.boot.autoconfigure.actuate.endpoint;

import java.time.Clock;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyEndpoint;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link RedisTopologyEndpoint}.
 */
@AutoConfiguration(after = JedisTopologyAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(RedisTopologyEndpoint.class)
@ConditionalOnBean(RedisClusters.class)
public final class RedisTopologyEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RedisTopologyEndpoint redisTopologyEndpoint(RedisClusters clusters) {
		return new RedisTopologyEndpoint(clusters, Clock.systemUTC());
	}

}
