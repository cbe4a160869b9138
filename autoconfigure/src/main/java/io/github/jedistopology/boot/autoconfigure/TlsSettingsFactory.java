package io.github.jedistopology.boot.autoconfigure;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

import io.github.jedistopology.TlsSettings;

/**
 * Makes TLS settings from an {@link SslBundle}.
 */
class TlsSettingsFactory {

	private final @Nullable SslBundles sslBundles;

	TlsSettingsFactory(@Nullable SslBundles sslBundles) {
		this.sslBundles = sslBundles;
	}

	/**
	 * The settings of a bundle.
	 * @param bundleName the bundle's name, {@code null} or empty for what the JVM trusts
	 * @return the settings
	 * @throws InvalidConfigurationPropertyValueException if there is no such bundle
	 */
	TlsSettings create(@Nullable String bundleName) {
		return settings(StringUtils.hasLength(bundleName) ? bundle(bundleName) : SslBundle.systemDefault());
	}

	static TlsSettings settings(SslBundle bundle) {
		SSLContext context = bundle.createSslContext();
		SSLParameters parameters = context.getDefaultSSLParameters();
		PropertyMapper map = PropertyMapper.get();
		map.from(bundle.getOptions().getCiphers()).to(parameters::setCipherSuites);
		map.from(bundle.getOptions().getEnabledProtocols()).to(parameters::setProtocols);
		return new TlsSettings(context, parameters);
	}

	private SslBundle bundle(String name) {
		if (this.sslBundles == null) {
			throw unknown(name, "");
		}
		try {
			return this.sslBundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw unknown(name, String.join(", ", this.sslBundles.getBundleNames()));
		}
	}

	private static InvalidConfigurationPropertyValueException unknown(String name, String known) {
		return new InvalidConfigurationPropertyValueException("jedis-topology.ssl.bundle", name,
				"There is no SSL bundle of that name (known: %s). Define one with 'spring.ssl.bundle.pem.%s' or 'spring.ssl.bundle.jks.%s'."
					.formatted(known.isEmpty() ? "none" : known, name, name));
	}

}
