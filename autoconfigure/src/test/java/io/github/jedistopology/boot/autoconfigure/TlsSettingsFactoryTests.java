package io.github.jedistopology.boot.autoconfigure;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

import io.github.jedistopology.TlsSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TlsSettingsFactoryTests {

	private final SslBundle bundle = SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE,
			SslOptions.of(new String[] { "TLS_AES_256_GCM_SHA384" }, new String[] { "TLSv1.3" }));

	private final TlsSettingsFactory factory = new TlsSettingsFactory(
			new DefaultSslBundleRegistry("redis", this.bundle));

	@Test
	void takesCiphersAndProtocolsFromBundle() {
		TlsSettings settings = this.factory.create("redis").get();
		assertThat(settings.parameters().getCipherSuites()).containsExactly("TLS_AES_256_GCM_SHA384");
		assertThat(settings.parameters().getProtocols()).containsExactly("TLSv1.3");
	}

	@Test
	void keepsDefaultsOfContextWhenBundleSaysNothing() {
		TlsSettings settings = this.factory.create(null).get();
		assertThat(settings.parameters().getProtocols())
			.containsExactly(settings.context().getDefaultSSLParameters().getProtocols());
	}

	@Test
	void followsABundleThatIsReloaded() {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("redis", this.bundle);
		Supplier<TlsSettings> tls = new TlsSettingsFactory(bundles).create("redis");
		TlsSettings before = tls.get();
		assertThat(tls.get()).isSameAs(before);
		bundles.updateBundle("redis", SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE,
				SslOptions.of(new String[] { "TLS_AES_128_GCM_SHA256" }, new String[] { "TLSv1.3" })));
		assertThat(tls.get().parameters().getCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
	}

	@Test
	void namesKnownBundlesWhenThereIsNoneOfThatName() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> this.factory.create("redsi"))
			.withMessageContaining("jedis-topology.ssl.bundle")
			.withMessageContaining("'redsi'")
			.withMessageContaining("known: redis");
	}

	@Test
	void namesPropertyWhenThereAreNoBundles() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new TlsSettingsFactory(null).create("redis"))
			.withMessageContaining("jedis-topology.ssl.bundle")
			.withMessageContaining("known: none");
	}

}
