package io.github.jedistopology.boot.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

import io.github.jedistopology.TlsSettings;

import static org.assertj.core.api.Assertions.assertThat;

class TlsSettingsFactoryTests {

	@Test
	void takesCiphersAndProtocolsFromBundle() {
		TlsSettings settings = TlsSettingsFactory.settings(SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE,
				SslOptions.of(new String[] { "TLS_AES_256_GCM_SHA384" }, new String[] { "TLSv1.3" })));
		assertThat(settings.parameters().getCipherSuites()).containsExactly("TLS_AES_256_GCM_SHA384");
		assertThat(settings.parameters().getProtocols()).containsExactly("TLSv1.3");
	}

	@Test
	void keepsDefaultsOfContextWhenBundleSaysNothing() {
		TlsSettings settings = TlsSettingsFactory.settings(SslBundle.systemDefault());
		assertThat(settings.parameters().getProtocols())
			.containsExactly(settings.context().getDefaultSSLParameters().getProtocols());
	}

}
