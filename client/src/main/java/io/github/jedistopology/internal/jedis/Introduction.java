package io.github.jedistopology.internal.jedis;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;

/**
 * How a connection introduces itself to its node. It speaks RESP2, which needs no word
 * about it.
 *
 * @param credentials asked who to log in as, {@code null} for nobody
 * @param clientName shown by {@code CLIENT LIST}, {@code null} for none
 */
record Introduction(@Nullable Supplier<RedisCredentials> credentials,
		@Nullable String clientName) implements JedisClientConfig {

	@Override
	public @Nullable Supplier<RedisCredentials> getCredentialsProvider() {
		return this.credentials;
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
