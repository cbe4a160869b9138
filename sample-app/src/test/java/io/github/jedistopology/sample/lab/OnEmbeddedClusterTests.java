package io.github.jedistopology.sample.lab;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OnEmbeddedCluster}.
 */
class OnEmbeddedClusterTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Embedded.class);

	@Test
	void matchesWithoutEndpoints() {
		this.runner.withPropertyValues("jedis-topology.client-name=test")
			.run((context) -> assertThat(context).hasSingleBean(Embedded.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jedis-topology.endpoints=a:1,b:2", "jedis-topology.endpoints[0]=a:1",
			"jedis-topology.endpoints=" })
	void doesNotMatchWhenThePropertyIsSet(String property) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(context).doesNotHaveBean(Embedded.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "JEDISTOPOLOGY_ENDPOINTS", "JEDIS_TOPOLOGY_ENDPOINTS", "JEDISTOPOLOGY_ENDPOINTS_0" })
	void doesNotMatchWhenAnEnvironmentVariableIsSet(String variable) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of(variable, "a:1"))))
			.run((context) -> assertThat(context).doesNotHaveBean(Embedded.class));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEmbeddedCluster
	static class Embedded {

	}

}
