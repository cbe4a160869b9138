package io.github.jedistopology.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.clients.jedis.RedisClusterClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios run on the version of Jedis that they are meant to run on.
 */
class JedisVersionScenarioTests {

	@Test
	@EnabledIfSystemProperty(named = "jedis.version", matches = ".+", disabledReason = "The build says which version")
	void jedisOnTheClassPathIsTheOneThatTheBuildNames() {
		assertThat(RedisClusterClient.class.getProtectionDomain().getCodeSource().getLocation().getPath())
			.endsWith("/jedis-" + System.getProperty("jedis.version") + ".jar");
	}

}
