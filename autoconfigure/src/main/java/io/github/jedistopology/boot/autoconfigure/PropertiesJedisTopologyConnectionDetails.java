package io.github.jedistopology.boot.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

import io.github.jedistopology.JedisTopology;

/**
 * {@link JedisTopologyConnectionDetails} from {@link JedisTopologyProperties}, and from
 * {@link DataRedisSettings} where they say nothing. Names the property when a value makes
 * no sense.
 */
class PropertiesJedisTopologyConnectionDetails implements JedisTopologyConnectionDetails {

	private final JedisTopologyProperties properties;

	private final DataRedisSettings dataRedis;

	private final @Nullable SslBundles sslBundles;

	PropertiesJedisTopologyConnectionDetails(JedisTopologyProperties properties, DataRedisSettings dataRedis,
			@Nullable SslBundles sslBundles) {
		this.properties = properties;
		this.dataRedis = dataRedis;
		this.sslBundles = sslBundles;
	}

	@Override
	public List<String> getEndpoints() {
		return this.properties.endpoints().isEmpty()
				? valid("spring.data.redis.cluster.nodes", this.dataRedis.endpoints())
				: valid("jedis-topology.endpoints", this.properties.endpoints());
	}

	private static List<String> valid(String property, List<String> endpoints) {
		for (int index = 0; index < endpoints.size(); index++) {
			try {
				JedisTopology.builder().endpoints(endpoints.get(index));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidEndpointException("%s[%d]".formatted(property, index), ex);
			}
		}
		return endpoints;
	}

	@Override
	public @Nullable String getUsername() {
		return isLoginOwn() ? username("jedis-topology.", this.properties.username(), this.properties.password())
				: username("spring.data.redis.", this.dataRedis.username(), this.dataRedis.password());
	}

	private static @Nullable String username(String prefix, @Nullable String username, @Nullable String password) {
		if (!StringUtils.hasText(username)) {
			return null;
		}
		if (!StringUtils.hasLength(password)) {
			throw new InvalidConfigurationPropertyValueException(prefix + "username", username,
					"Expected a password with it: set '%spassword' too.".formatted(prefix));
		}
		return username;
	}

	@Override
	public @Nullable String getPassword() {
		return isLoginOwn() ? this.properties.password() : this.dataRedis.password();
	}

	/** User name and password belong together: both come from one place. */
	private boolean isLoginOwn() {
		return StringUtils.hasText(this.properties.username()) || StringUtils.hasLength(this.properties.password());
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		JedisTopologyProperties.Ssl ssl = this.properties.ssl();
		if (ssl.active()) {
			String name = ssl.bundle();
			return StringUtils.hasLength(name) ? bundle(name) : SslBundle.systemDefault();
		}
		return (ssl.enabled() == null) ? this.dataRedis.sslBundle() : null;
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
