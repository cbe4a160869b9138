package io.github.jedistopology.boot.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * What Spring Boot's own Redis properties say of the cluster: it counts where
 * {@code jedis-topology.*} says nothing. Unchecked: what does not count, or is another
 * server's, is nobody's mistake.
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

	/**
	 * Says nothing: the password is secret.
	 */
	@Override
	public String toString() {
		return "DataRedisSettings";
	}

}
