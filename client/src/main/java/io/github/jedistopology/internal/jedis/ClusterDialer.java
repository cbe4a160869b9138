package io.github.jedistopology.internal.jedis;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.util.IOUtils;

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
		AtomicReference<Closeable> opened = new AtomicReference<>();
		try {
			return new Connection(new ClusterSocketFactory(dial, this.settings.tls(), this.settings.resolver(),
					socket.andThen(opened::set)), config());
		}
		catch (RuntimeException | Error ex) {
			// Jedis closes it after failures of some kinds only.
			IOUtils.closeQuietly(opened.get());
			throw ex;
		}
	}

	private JedisClientConfig config() {
		DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder();
		Credentials credentials = this.settings.credentials();
		if (credentials != null) {
			config.user(credentials.username()).password(credentials.password());
		}
		return config.clientName(this.settings.clientName()).build();
	}

}
