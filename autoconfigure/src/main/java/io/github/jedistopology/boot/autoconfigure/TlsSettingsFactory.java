package io.github.jedistopology.boot.autoconfigure;

import java.util.function.Supplier;

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
	 * The settings of a bundle, now and whenever it has been reloaded.
	 * @param bundleName the bundle's name, {@code null} or empty for what the JVM trusts
	 * @return gives the settings that are valid at the moment
	 * @throws InvalidConfigurationPropertyValueException if there is no such bundle
	 */
	Supplier<TlsSettings> create(@Nullable String bundleName) {
		if (!StringUtils.hasLength(bundleName)) {
			TlsSettings settings = settings(SslBundle.systemDefault());
			return () -> settings;
		}
		// A bundle that is not there is told at once.
		bundle(bundleName);
		return new ReloadingTls(() -> bundle(bundleName));
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
