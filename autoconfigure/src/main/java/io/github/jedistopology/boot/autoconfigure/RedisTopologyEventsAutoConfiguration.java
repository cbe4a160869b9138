package io.github.jedistopology.boot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.event.RedisTopologyEvent;
import io.github.jedistopology.boot.event.RedisTopologyEventPublisher;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link RedisTopologyEvent}s.
 */
@AutoConfiguration(after = JedisTopologyAutoConfiguration.class)
@ConditionalOnBean(RedisClusters.class)
public final class RedisTopologyEventsAutoConfiguration {

	@Bean
	RedisTopologyEventPublisher redisTopologyEventPublisher(RedisClusters clusters,
			ApplicationEventPublisher publisher) {
		return new RedisTopologyEventPublisher(clusters, publisher);
	}

}
