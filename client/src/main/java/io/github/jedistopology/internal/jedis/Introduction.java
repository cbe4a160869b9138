package io.github.jedistopology.internal.jedis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;

import io.github.jedistopology.ClusterSettings.Credentials;

/**
 * How a connection introduces itself to its node. It speaks RESP2, which needs no word
 * about it.
 *
 * @param credentials who to log in as, {@code null} for nobody
 * @param clientName shown by {@code CLIENT LIST}, {@code null} for none
 */
record Introduction(@Nullable Credentials credentials, @Nullable String clientName) implements JedisClientConfig {

	@Override
	public @Nullable String getUser() {
		return (this.credentials != null) ? this.credentials.username() : null;
	}

	@Override
	public @Nullable String getPassword() {
		return (this.credentials != null) ? this.credentials.password() : null;
	}

	@Override
	public @Nullable String getClientName() {
		return this.clientName;
	}

	/**
	 * Asked by Jedis 8 only, which would change to RESP3, with replies of other types.
	 * @return {@code false}
	 */
	public boolean isAutoNegotiateProtocol() {
		return false;
	}

}
