package io.github.jedistopology.boot.autoconfigure.actuate.endpoint;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyEndpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class RedisTopologyEndpointAutoConfigurationTests {

	private static final String EXPOSE = "management.endpoints.web.exposure.include=redistopology";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedisTopologyEndpointAutoConfiguration.class));

	private final ApplicationContextRunner withCluster = this.contextRunner.withBean(RedisClusters.class,
			() -> RedisClusters.of(List.of(RedisCluster.of(FakeTopologyManager.covered("default")))));

	@Test
	void isThereWhenExposed() {
		this.withCluster.withPropertyValues(EXPOSE)
			.run((context) -> assertThat(context).hasSingleBean(RedisTopologyEndpoint.class));
	}

	@Test
	void isAbsentWhenNotExposed() {
		this.withCluster.run((context) -> assertThat(context).doesNotHaveBean(RedisTopologyEndpoint.class));
	}

	@Test
	void isAbsentWithoutAccess() {
		this.withCluster.withPropertyValues(EXPOSE, "management.endpoint.redistopology.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(RedisTopologyEndpoint.class));
	}

	@Test
	void isAbsentWithoutCluster() {
		this.contextRunner.withPropertyValues(EXPOSE)
			.run((context) -> assertThat(context).doesNotHaveBean(RedisTopologyEndpoint.class));
	}

	@Test
	void isAbsentWithoutActuator() {
		this.withCluster.withPropertyValues(EXPOSE)
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisTopologyEndpoint.class));
	}

	@Test
	void backsOffForOwnEndpoint() {
		this.withCluster.withPropertyValues(EXPOSE)
			.withBean("mine", RedisTopologyEndpoint.class, () -> mock(RedisTopologyEndpoint.class))
			.run((context) -> assertThat(context).hasSingleBean(RedisTopologyEndpoint.class).hasBean("mine"));
	}

}
