package io.github.jedistopology.internal.jedis;

import java.util.function.Supplier;

import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisCredentialsProvider;

import io.github.jedistopology.internal.connection.SupplierFailedException;

/**
 * The application's credentials, whose failures are told apart from those of nodes.
 */
final class GuardedCredentials implements RedisCredentialsProvider {

	private final Supplier<RedisCredentials> credentials;

	GuardedCredentials(Supplier<RedisCredentials> credentials) {
		this.credentials = credentials;
	}

	@Override
	public void prepare() {
		if (this.credentials instanceof RedisCredentialsProvider provider) {
			SupplierFailedException.run("credentials", provider::prepare);
		}
	}

	@Override
	public RedisCredentials get() {
		return SupplierFailedException.get("credentials", this.credentials);
	}

	@Override
	public void cleanUp() {
		if (this.credentials instanceof RedisCredentialsProvider provider) {
			SupplierFailedException.run("credentials", provider::cleanUp);
		}
	}

}
