package io.github.jedistopology.boot;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.test.autoconfigure.DataRedisTest;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.jedistopology.boot.data.TopologyConnectionFactory;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's slice for tests of Spring Data Redis has this client in it.
 */
@DataRedisTest
@DirtiesContext
class DataRedisSliceScenarioTests {

	private static final RedisClusterLab lab = RedisClusterLab.builder().shards(1).start();

	@Autowired
	private StringRedisTemplate redis;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("spring.data.redis.cluster.nodes", lab::configurationEndpoint);
	}

	@AfterAll
	static void stop() {
		lab.close();
	}

	@Test
	void runsOverTheClient() {
		assertThat(this.redis.getConnectionFactory()).isInstanceOf(TopologyConnectionFactory.class);
		this.redis.opsForValue().set("key", "value");
		assertThat(this.redis.opsForValue().get("key")).isEqualTo("value");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
