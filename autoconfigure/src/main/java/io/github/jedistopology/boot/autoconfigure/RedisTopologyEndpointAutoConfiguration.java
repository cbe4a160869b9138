package io.github.jedistopology.boot.autoconfigure;

import java.time.Clock;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.github.jedistopology.boot.TopologyManagers;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyEndpoint;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link RedisTopologyEndpoint}.
 */
@AutoConfiguration(after = JedisTopologyAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(RedisTopologyEndpoint.class)
@ConditionalOnBean(TopologyManagers.class)
public final class RedisTopologyEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RedisTopologyEndpoint redisTopologyEndpoint(TopologyManagers managers) {
		return new RedisTopologyEndpoint(managers, Clock.systemUTC());
	}

}
