package io.github.jedistopology.boot.autoconfigure.data;

import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.health.DataRedisHealthIndicator;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.boot.FakeClusters.QualifiedClusters;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;
import io.github.jedistopology.boot.autoconfigure.health.RedisTopologyHealthContributorAutoConfiguration;
import io.github.jedistopology.boot.data.TopologyConnectionFactory;

import static io.github.jedistopology.boot.FakeClusters.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class TopologyHealthForDataRedisAutoConfigurationTests {

	private final ApplicationContextRunner withoutCluster = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JedisTopologyAutoConfiguration.class,
				TopologyConnectionFactoryAutoConfiguration.class, TopologyBesideLettuceAutoConfiguration.class,
				TopologyHealthForDataRedisAutoConfiguration.class, UnchosenClusterAutoConfiguration.class,
				RedisTopologyHealthContributorAutoConfiguration.class, DataRedisAutoConfiguration.class,
				DataRedisReactiveAutoConfiguration.class, DataRedisHealthContributorAutoConfiguration.class,
				DataRedisReactiveHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.withoutCluster.withBean(JedisTopology.class,
			() -> topology("default"));

	@Test
	void theClusterHasOneEntryInHealth() {
		this.contextRunner.run((context) -> assertThat(entries(context)).containsExactly("redisTopology"));
	}

	@Test
	void theClusterHasOneEntryInHealthWithoutLettuce() {
		this.contextRunner.withPropertyValues("spring.data.redis.client-type=jedis")
			.run((context) -> assertThat(entries(context)).containsExactly("redisTopology"));
	}

	@Test
	void aGroupThatNamesTheOtherEntryIsRefused() {
		ApplicationContextRunner withEndpoint = this.contextRunner
			.withConfiguration(AutoConfigurations.of(HealthEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=health");
		withEndpoint.withPropertyValues("management.endpoint.health.group.readiness.include=redisTopology")
			.run((context) -> assertThat(context).hasNotFailed());
		withEndpoint.withPropertyValues("management.endpoint.health.group.readiness.include=redis")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("'redis'"));
	}

	@Test
	void ownFactoryHasItsEntryBesideTheClusters() {
		this.contextRunner.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(entries(context)).containsExactlyInAnyOrder("redis", "redisTopology"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lettuce", "jedis" })
	void anotherServersFactoryHasItsEntryBesideTheClusters(String clientType) {
		this.contextRunner.withPropertyValues("spring.data.redis.client-type=" + clientType)
			.withUserConfiguration(OtherServer.class)
			.run((context) -> {
				assertThat(context.getBean(RedisConnectionFactory.class)).isInstanceOf(TopologyConnectionFactory.class);
				assertThat(entries(context)).containsExactlyInAnyOrder("redis", "redisTopology");
				assertThat(context.getBean(HealthContributorRegistry.class).getContributor("redis"))
					.isInstanceOf(DataRedisHealthIndicator.class);
			});
	}

	@Test
	void severalOtherServersShareAnEntry() {
		this.contextRunner.withUserConfiguration(OtherServer.class, ThirdServer.class)
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("redis"))
				.isInstanceOfSatisfying(CompositeHealthContributor.class,
						(composite) -> assertThat(composite.stream()).extracting(HealthContributors.Entry::name)
							.containsExactlyInAnyOrder("otherServer", "thirdServer")));
	}

	@Test
	void otherServersHaveNoEntryWhereItIsDisabled() {
		this.contextRunner.withPropertyValues("management.health.redis.enabled=false")
			.withUserConfiguration(OtherServer.class)
			.run((context) -> assertThat(entries(context)).containsExactly("redisTopology"));
	}

	@Test
	void ownIndicatorOfThatNameStays() {
		HealthIndicator mine = mock(HealthIndicator.class);
		this.contextRunner.withBean("redisHealthContributor", HealthIndicator.class, () -> mine).run((context) -> {
			assertThat(entries(context)).containsExactlyInAnyOrder("redis", "redisTopology");
			assertThat(context.getBean("redisHealthContributor")).isSameAs(mine);
		});
	}

	@Test
	void springBootsEntryIsBackWhereOursIsDisabled() {
		this.contextRunner
			.withPropertyValues("management.health.redistopology.enabled=false", "spring.data.redis.client-type=jedis")
			.run((context) -> assertThat(entries(context)).containsExactly("redis"));
	}

	/** Spring Boot's would be DOWN: nobody has told of a server. */
	@ParameterizedTest
	@ValueSource(strings = { "lettuce", "jedis" })
	void clustersOfWhichNoneIsChosenHaveOneEntry(String clientType) {
		this.withoutCluster.withPropertyValues("spring.data.redis.client-type=" + clientType)
			.withUserConfiguration(QualifiedClusters.class)
			.run((context) -> assertThat(entries(context)).containsExactly("redisTopology"));
	}

	@Test
	void clustersOfWhichNoneIsChosenHaveNoEntryWhereItIsDisabled() {
		this.withoutCluster.withPropertyValues("management.health.redistopology.enabled=false")
			.withUserConfiguration(QualifiedClusters.class)
			.run((context) -> assertThat(entries(context)).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "lettuce", "jedis" })
	void otherServersHaveTheirEntryBesideClustersOfWhichNoneIsChosen(String clientType) {
		this.withoutCluster.withPropertyValues("spring.data.redis.client-type=" + clientType)
			.withUserConfiguration(QualifiedClusters.class, OtherServer.class)
			.run((context) -> {
				assertThat(entries(context)).containsExactlyInAnyOrder("redis", "redisTopology");
				assertThat(context.getBean(HealthContributorRegistry.class).getContributor("redis"))
					.isInstanceOf(DataRedisHealthIndicator.class);
			});
	}

	@Test
	void aServerOfSpringDatasHasItsEntryBesideQualifiedClusters() {
		this.withoutCluster.withPropertyValues("spring.data.redis.host=127.0.0.1")
			.withUserConfiguration(QualifiedClusters.class)
			.run((context) -> assertThat(entries(context)).containsExactlyInAnyOrder("redis", "redisTopology"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OtherServer {

		@Bean(defaultCandidate = false)
		RedisConnectionFactory otherServer() {
			return mock(RedisConnectionFactory.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThirdServer {

		@Bean(defaultCandidate = false)
		RedisConnectionFactory thirdServer() {
			return mock(RedisConnectionFactory.class);
		}

	}

	/** Reactive contributors have a registry of their own. */
	private static Set<String> entries(AssertableApplicationContext context) {
		Set<String> entries = new TreeSet<>();
		context.getBean(HealthContributorRegistry.class).forEach((entry) -> entries.add(entry.name()));
		context.getBean(ReactiveHealthContributorRegistry.class).forEach((entry) -> entries.add(entry.name()));
		entries.remove("ping");
		return entries;
	}

}
