package io.github.jedistopology.boot.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;

/**
 * What Spring Boot's own Redis properties say of the cluster: it counts where
 * {@code jedis-topology.*} says nothing.
 *
 * @param endpoints texts like {@code host:port}
 * @param username login user name
 * @param password login password
 * @param sslBundle how to encrypt connections, {@code null} not to encrypt them
 * @param database the number of the database
 * @param clientName name for CLIENT SETNAME
 * @param connectTimeout time to wait for a connection
 * @param commandTimeout time to wait for a reply
 * @param maxRedirects how many redirections a command follows
 */
record DataRedisSettings(List<String> endpoints, @Nullable String username, @Nullable String password,
		@Nullable SslBundle sslBundle, int database, @Nullable String clientName, @Nullable Duration connectTimeout,
		@Nullable Duration commandTimeout, @Nullable Integer maxRedirects) {

	static final DataRedisSettings NONE = new DataRedisSettings(List.of(), null, null, null, 0, null, null, null, null);

	DataRedisSettings {
		requirePositive("spring.data.redis.connect-timeout", connectTimeout);
		requirePositive("spring.data.redis.timeout", commandTimeout);
		if (maxRedirects != null && maxRedirects < 0) {
			throw new InvalidConfigurationPropertyValueException("spring.data.redis.cluster.max-redirects",
					maxRedirects, "Expected at least 0.");
		}
	}

	private static void requirePositive(String property, @Nullable Duration value) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"Expected a duration above zero, for example 500ms or 2s.");
		}
	}

	/**
	 * Says nothing: the password is secret.
	 */
	@Override
	public String toString() {
		return "DataRedisSettings";
	}

}
