package io.github.jedistopology.boot.data;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Data's Jedis support links with the Jedis on the class path. The build runs this
 * on two versions of Jedis.
 */
class SpringDataLinkageTests {

	@Test
	@EnabledIfSystemProperty(named = "jedis.version", matches = ".+", disabledReason = "The build says which version")
	void jedisOnTheClassPathIsTheOneThatTheBuildNames() {
		assertThat(RedisClusterClient.class.getProtectionDomain().getCodeSource().getLocation().getPath())
			.endsWith("/jedis-" + System.getProperty("jedis.version") + ".jar");
	}

	@Test
	void everythingOfJedisThatSpringDataUsesIsThere() {
		JavaClasses springData = new ClassFileImporter().importPackagesOf(JedisConnectionFactory.class);
		assertThat(springData.stream()
			.flatMap((type) -> type.getAccessesFromSelf().stream())
			.<AccessTarget>map(JavaAccess::getTarget)
			.filter((target) -> target.getOwner().getPackageName().startsWith("redis.clients"))
			.distinct()).hasSizeGreaterThan(500).filteredOn((target) -> target.resolveMember().isEmpty()).isEmpty();
	}

}
