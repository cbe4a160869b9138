package io.github.jedistopology.boot.autoconfigure.event;

import java.util.concurrent.ThreadFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;
import io.github.jedistopology.boot.event.RedisTopologyEvent;
import io.github.jedistopology.boot.event.RedisTopologyEventPublisher;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link RedisTopologyEvent}s.
 */
@AutoConfiguration(after = JedisTopologyAutoConfiguration.class)
@ConditionalOnBean(RedisClusters.class)
public final class RedisTopologyEventsAutoConfiguration {

	private static final String THREAD_NAME_PREFIX = "redis-topology-events-";

	@Bean
	@ConditionalOnMissingBean
	RedisTopologyEventPublisher redisTopologyEventPublisher(RedisClusters clusters, ApplicationEventPublisher publisher,
			Environment environment) {
		return new RedisTopologyEventPublisher(clusters, publisher, threadFactory(environment));
	}

	private static ThreadFactory threadFactory(Environment environment) {
		if (Threading.VIRTUAL.isActive(environment)) {
			return new VirtualThreadTaskExecutor(THREAD_NAME_PREFIX).getVirtualThreadFactory();
		}
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory(THREAD_NAME_PREFIX);
		threadFactory.setDaemon(true);
		return threadFactory;
	}

}
