package io.github.jedistopology.boot.autoconfigure;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.ssl.SslBundle;

import io.github.jedistopology.TlsSettings;

/**
 * Makes TLS settings from an {@link SslBundle}.
 */
final class TlsSettingsFactory {

	private TlsSettingsFactory() {
	}

	static TlsSettings settings(SslBundle bundle) {
		SSLContext context = bundle.createSslContext();
		SSLParameters parameters = context.getDefaultSSLParameters();
		PropertyMapper map = PropertyMapper.get();
		map.from(bundle.getOptions().getCiphers()).to(parameters::setCipherSuites);
		map.from(bundle.getOptions().getEnabledProtocols()).to(parameters::setProtocols);
		return new TlsSettings(context, parameters);
	}

}
