package io.github.jedistopology.boot.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;

import io.github.jedistopology.AddressMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PropertiesJedisTopologyConnectionDetailsTests {

	private final SslBundle bundle = SslBundle.of(SslStoreBundle.NONE);

	private final SslBundles bundles = new DefaultSslBundleRegistry("redis", this.bundle);

	@Test
	void saysWhatThePropertiesSay() {
		JedisTopologyConnectionDetails details = details(this.bundles, Map.of("endpoints", "a.test:1,b.test:2",
				"username", "app", "password", "secret", "ssl.bundle", "redis"));
		assertThat(details.getEndpoints()).containsExactly("a.test:1", "b.test:2");
		assertThat(details.getUsername()).isEqualTo("app");
		assertThat(details.getPassword()).isEqualTo("secret");
		assertThat(details.getSslBundle()).isSameAs(this.bundle);
		assertThat(details.getAddressMapper()).isSameAs(AddressMapper.IDENTITY);
	}

	@Test
	void trustsWhatTheJvmTrustsWithoutBundle() {
		assertThat(details(this.bundles, Map.of("ssl.enabled", "true")).getSslBundle()).isNotNull()
			.isNotSameAs(this.bundle);
	}

	@Test
	void encryptsNothingUnlessTold() {
		assertThat(details(this.bundles, Map.of()).getSslBundle()).isNull();
		assertThat(details(this.bundles, Map.of("ssl.bundle", "redis", "ssl.enabled", "false")).getSslBundle())
			.isNull();
	}

	@Test
	void namesKnownBundlesWhenThereIsNoneOfThatName() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> details(this.bundles, Map.of("ssl.bundle", "redsi")).getSslBundle())
			.withMessageContaining("jedis-topology.ssl.bundle")
			.withMessageContaining("'redsi'")
			.withMessageContaining("known: redis");
	}

	@Test
	void namesPropertyWhenThereAreNoBundles() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> details(null, Map.of("ssl.bundle", "redis")).getSslBundle())
			.withMessageContaining("jedis-topology.ssl.bundle")
			.withMessageContaining("known: none");
	}

	private static JedisTopologyConnectionDetails details(SslBundles bundles, Map<String, String> properties) {
		Map<String, String> source = new HashMap<>();
		properties.forEach((name, value) -> source.put("jedis-topology." + name, value));
		return new PropertiesJedisTopologyConnectionDetails(new Binder(new MapConfigurationPropertySource(source))
			.bindOrCreate("jedis-topology", JedisTopologyProperties.class), DataRedisSettings.NONE, bundles);
	}

}
