package io.github.jedistopology.boot.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

import io.github.jedistopology.TlsSettings;

import static org.assertj.core.api.Assertions.assertThat;

class ReloadingTlsTests {

	@Test
	void takesCiphersAndProtocolsFromBundle() {
		TlsSettings settings = new ReloadingTls(bundle("TLS_AES_256_GCM_SHA384")).get();
		assertThat(settings.parameters().getCipherSuites()).containsExactly("TLS_AES_256_GCM_SHA384");
		assertThat(settings.parameters().getProtocols()).containsExactly("TLSv1.3");
	}

	@Test
	void keepsDefaultsOfContextWhenBundleSaysNothing() {
		TlsSettings settings = new ReloadingTls(SslBundle.systemDefault()).get();
		assertThat(settings.parameters().getProtocols())
			.containsExactly(settings.context().getDefaultSSLParameters().getProtocols());
	}

	@Test
	void changesWithItsBundleOnly() {
		ReloadingTls tls = new ReloadingTls(bundle("TLS_AES_256_GCM_SHA384"));
		assertThat(tls.get()).isSameAs(tls.get());
		tls.reload(bundle("TLS_AES_128_GCM_SHA256"));
		assertThat(tls.get().parameters().getCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
	}

	private static SslBundle bundle(String cipher) {
		return SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE,
				SslOptions.of(new String[] { cipher }, new String[] { "TLSv1.3" }));
	}

}
