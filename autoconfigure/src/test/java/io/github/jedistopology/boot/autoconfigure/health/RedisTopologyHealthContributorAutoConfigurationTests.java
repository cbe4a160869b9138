package io.github.jedistopology.boot.autoconfigure.health;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.health.RedisTopologyHealthIndicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class RedisTopologyHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedisTopologyHealthContributorAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class));

	@Test
	void isRegisteredAsRedisTopology() {
		withClusters("default").run((
				context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("redisTopology"))
					.isInstanceOf(RedisTopologyHealthIndicator.class));
	}

	@Test
	void hasOneEntryForEachOfSeveralClusters() {
		withClusters("default", "orders")
			.run((context) -> assertThat(context.getBean(CompositeHealthContributor.class).stream())
				.extracting(HealthContributors.Entry::name)
				.containsExactly("default", "orders"));
	}

	@Test
	void degradedIsNoFailureUnlessToldOtherwise() {
		ApplicationContextRunner endpoint = this.contextRunner
			.withConfiguration(AutoConfigurations.of(HealthEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=health");
		endpoint.run((context) -> {
			assertThat(aggregate(context)).isEqualTo(Status.UP);
			assertThat(httpStatus(context)).isEqualTo(200);
		});
		endpoint
			.withPropertyValues("management.endpoint.health.status.order=down,out-of-service,degraded,up,unknown",
					"management.endpoint.health.status.http-mapping.degraded=503")
			.run((context) -> {
				assertThat(aggregate(context)).isEqualTo(RedisTopologyHealthIndicator.DEGRADED);
				assertThat(httpStatus(context)).isEqualTo(503);
			});
	}

	private static Status aggregate(AssertableApplicationContext context) {
		return context.getBean(StatusAggregator.class)
			.getAggregateStatus(Status.UP, RedisTopologyHealthIndicator.DEGRADED);
	}

	private static int httpStatus(AssertableApplicationContext context) {
		return context.getBean(HttpCodeStatusMapper.class).getStatusCode(RedisTopologyHealthIndicator.DEGRADED);
	}

	@Test
	void isAbsentWhenDisabled() {
		withClusters("default").withPropertyValues("management.health.redistopology.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("redisTopologyHealthContributor"));
	}

	@Test
	void isAbsentWithoutCluster() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean("redisTopologyHealthContributor"));
	}

	@Test
	void isAbsentWithoutHealthLibrary() {
		withClusters("default").withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("redisTopologyHealthContributor"));
	}

	@Test
	void backsOffForOwnIndicator() {
		withClusters("default")
			.withBean("redisTopologyHealthIndicator", HealthIndicator.class, () -> mock(HealthIndicator.class))
			.run((context) -> assertThat(context).doesNotHaveBean("redisTopologyHealthContributor"));
	}

	private ApplicationContextRunner withClusters(String... names) {
		return this.contextRunner.withBean(RedisClusters.class, () -> RedisClusters
			.of(Stream.of(names).map(FakeTopologyManager::covered).map(RedisCluster::of).toList()));
	}

}
