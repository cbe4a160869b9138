package io.github.jedistopology.boot.autoconfigure;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.ssl.SslBundle;

import io.github.jedistopology.TlsSettings;

/**
 * The TLS settings of an {@link SslBundle}, until it is reloaded. Thread-safe.
 */
class ReloadingTls implements Supplier<TlsSettings> {

	private volatile TlsSettings settings;

	ReloadingTls(SslBundle bundle) {
		this.settings = settings(bundle);
	}

	@Override
	public TlsSettings get() {
		return this.settings;
	}

	void reload(SslBundle bundle) {
		this.settings = settings(bundle);
	}

	private static TlsSettings settings(SslBundle bundle) {
		SSLContext context = bundle.createSslContext();
		SSLParameters parameters = context.getDefaultSSLParameters();
		PropertyMapper map = PropertyMapper.get();
		map.from(bundle.getOptions().getCiphers()).to(parameters::setCipherSuites);
		map.from(bundle.getOptions().getEnabledProtocols()).to(parameters::setProtocols);
		return new TlsSettings(context, parameters);
	}

}
