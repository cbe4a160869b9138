package io.github.jedistopology.starter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.ClassUtils;

import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.data.TopologyConnectionFactory;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with the starter alone: this class path has none of the libraries that
 * the auto-configuration can do without.
 */
class StarterScenarioTests {

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
			"org.springframework.boot.health.contributor.HealthIndicator",
			"io.micrometer.core.instrument.MeterRegistry", "io.lettuce.core.RedisClient",
			"reactor.core.publisher.Flux" })
	void bringsNoOptionalLibrary(String className) {
		assertThat(ClassUtils.isPresent(className, null)).isFalse();
	}

	@Test
	void runsCommandsOnACluster() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(3).start();
				ConfigurableApplicationContext context = SpringApplication.run(Application.class,
						"--jedis-topology.endpoints=" + lab.configurationEndpoint())) {
			RedisClusterClient redis = context.getBean(RedisClusterClient.class);
			redis.set("greeting", "hello");
			assertThat(redis.get("greeting")).isEqualTo("hello");
			assertThat(context.getBean(TopologyManager.class).topology().coveredSlots()).isEqualTo(16384);
			StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
			assertThat(template.opsForValue().get("greeting")).isEqualTo("hello");
			assertThat(template.getConnectionFactory()).isSameAs(context.getBean(RedisConnectionFactory.class))
				.isInstanceOf(TopologyConnectionFactory.class);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
