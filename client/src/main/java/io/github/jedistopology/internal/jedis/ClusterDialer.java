package io.github.jedistopology.internal.jedis;

import java.io.Closeable;
import java.util.function.Consumer;

import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.ClusterSettings.Credentials;
import io.github.jedistopology.internal.connection.Dialer;

/**
 * Opens Jedis connections.
 */
final class ClusterDialer implements Dialer {

	private final ClusterSettings settings;

	ClusterDialer(ClusterSettings settings) {
		this.settings = settings;
	}

	@Override
	public Connection dial(Dial dial, Consumer<Closeable> socket) {
		return new Connection(new ClusterSocketFactory(dial, this.settings.tls(), this.settings.resolver(), socket),
				config(dial));
	}

	private JedisClientConfig config(Dial dial) {
		DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
			.connectionTimeoutMillis((int) dial.connectTimeout().toMillis())
			.socketTimeoutMillis((int) dial.readTimeout().toMillis());
		Credentials credentials = this.settings.credentials();
		if (credentials != null) {
			config.user(credentials.username()).password(credentials.password());
		}
		return config.clientName(this.settings.clientName()).build();
	}

}
