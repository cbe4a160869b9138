package io.github.jedistopology.starter;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that excludes Spring Data Redis from the starter: the build takes it
 * from the class path of this test.
 */
class WithoutSpringDataScenarioTests {

	@Test
	void runsCommandsOnACluster() {
		assertThat(ClassUtils.isPresent("org.springframework.data.redis.connection.RedisConnectionFactory", null))
			.isFalse();
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).start();
				ConfigurableApplicationContext context = SpringApplication.run(Application.class,
						"--jedis-topology.endpoints=" + lab.configurationEndpoint())) {
			RedisClusterClient redis = context.getBean(RedisClusterClient.class);
			redis.set("greeting", "hello");
			assertThat(redis.get("greeting")).isEqualTo("hello");
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
