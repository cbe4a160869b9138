package io.github.jedistopology.internal.jedis;

import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * How a connection introduces itself to its node. RESP2 needs no word about it.
 *
 * @param credentials asked who to log in as, {@code null} for nobody
 * @param clientName shown by {@code CLIENT LIST}, {@code null} for none
 * @param protocol what it speaks
 */
record Introduction(@Nullable Supplier<RedisCredentials> credentials, @Nullable String clientName,
		RedisProtocol protocol) implements JedisClientConfig {

	Introduction in(RedisProtocol protocol) {
		return new Introduction(this.credentials, this.clientName, protocol);
	}

	@Override
	public @Nullable Supplier<RedisCredentials> getCredentialsProvider() {
		return this.credentials;
	}

	@Override
	public @Nullable String getClientName() {
		return this.clientName;
	}

	/** Whether an error stands for a server or a proxy that does not know HELLO 3. */
	boolean isNotUnderstood(JedisDataException error) {
		String message = String.valueOf(error.getMessage());
		return getRedisProtocol() != null && !(error instanceof JedisAccessControlException)
				&& (message.startsWith("NOPROTO") || message.toUpperCase(Locale.ROOT).contains("HELLO"));
	}

	/** What to ask the node for with HELLO. */
	@Override
	public @Nullable RedisProtocol getRedisProtocol() {
		return (this.protocol != RedisProtocol.RESP2) ? this.protocol : null;
	}

	/**
	 * Asked by Jedis 8 only, which would change to RESP3 by itself.
	 * @return {@code false}
	 */
	public boolean isAutoNegotiateProtocol() {
		return false;
	}

}
