package io.github.jedistopology.boot.example;

import java.time.Duration;

import redis.clients.jedis.HostAndPort;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyBuilderCustomizer;

/**
 * The example of the documentation for what properties cannot say.
 */
@Configuration(proxyBeanMethods = false)
public class ShopClusterConfiguration {

	@Bean
	JedisTopologyBuilderCustomizer shopCluster(TopologyListener alerts) {
		return (builder) -> builder.listener(alerts)
			.clientName("shop-" + ProcessHandle.current().pid())
			.pool(new PoolSettings(Runtime.getRuntime().availableProcessors() * 4, Duration.ofMillis(500),
					Duration.ofMinutes(1)))
			.addressMapper((announced) -> new HostAndPort("localhost", announced.getPort()));
	}

	// A worker that outlasts failovers.
	@Bean
	RetryPolicy retryPolicy() {
		return new RetryPolicy(500, Duration.ofSeconds(60), Duration.ofMillis(10), Duration.ofMillis(500));
	}

}
