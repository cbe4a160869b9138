package io.github.jedistopology.internal.jedis;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import redis.clients.jedis.Connection;
import redis.clients.jedis.util.IOUtils;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.internal.connection.Dialer;

/**
 * Opens Jedis connections.
 */
final class ClusterDialer implements Dialer {

	private final ClusterSettings settings;

	private final Introduction introduction;

	ClusterDialer(ClusterSettings settings) {
		this.settings = settings;
		this.introduction = new Introduction(settings.credentials(), settings.clientName());
	}

	@Override
	public Connection dial(Dial dial, Consumer<Closeable> socket) {
		AtomicReference<Closeable> opened = new AtomicReference<>();
		try {
			return new Connection(new ClusterSocketFactory(dial, this.settings.tls(), this.settings.resolver(),
					socket.andThen(opened::set)), this.introduction);
		}
		catch (RuntimeException | Error ex) {
			// Jedis closes it after failures of some kinds only.
			IOUtils.closeQuietly(opened.get());
			throw ex;
		}
	}

}
