package io.github.jedistopology.boot.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JedisTopologyPropertiesTests {

	@Test
	void neverShowsPassword() {
		assertThat(bind(Map.of("jedis-topology.password", "secret"))).asString().doesNotContain("secret");
	}

	@Test
	void isImmutable() {
		List<String> endpoints = bind(Map.of("jedis-topology.endpoints", "a.test:1")).endpoints();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> endpoints.add("b.test:2"));
	}

	private static JedisTopologyProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("jedis-topology",
				JedisTopologyProperties.class);
	}

}
