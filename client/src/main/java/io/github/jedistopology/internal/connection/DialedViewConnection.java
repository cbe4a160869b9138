package io.github.jedistopology.internal.connection;

import java.io.Closeable;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.IOUtils;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.internal.connection.Dialer.Dial;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.ViewConnection;
import io.github.jedistopology.internal.view.ViewException;

/**
 * A fresh connection to one source, for one question. A long-lived one could go on
 * reaching a node that its name no longer stands for (redis/rueidis#587).
 */
public final class DialedViewConnection implements ViewConnection {

	private final BiFunction<Dial, Consumer<Closeable>, RawConnection> dialer;

	private final Dial dial;

	private @Nullable RawConnection connection;

	private volatile @Nullable Closeable socket;

	private volatile boolean closed;

	private DialedViewConnection(BiFunction<Dial, Consumer<Closeable>, RawConnection> dialer, Dial dial) {
		this.dialer = dialer;
		this.dial = dial;
	}

	/**
	 * Connections that a client uses to ask sources.
	 * @param dialer opens them, to whomever they are told
	 * @param settings what the client was told
	 * @return the factory
	 */
	public static Factory factory(BiFunction<Dial, Consumer<Closeable>, RawConnection> dialer,
			ClusterSettings settings) {
		return (source) -> new DialedViewConnection(dialer, dial(source, settings));
	}

	private static Dial dial(Source source, ClusterSettings settings) {
		return new Dial(source.endpoint(), source.address(), settings.timeouts().topologyQuery(),
				settings.timeouts().topologyQuery());
	}

	@Override
	public <T extends @Nullable Object> T ask(List<String> commands, Function<InputStream, T> reader) {
		try {
			if (this.connection == null) {
				this.connection = dial();
			}
			return reader.apply(this.connection.ask(commands));
		}
		catch (JedisDataException ex) {
			throw new ErrorReply(String.valueOf(ex.getMessage()));
		}
		catch (JedisException | UncheckedIOException ex) {
			throw new ViewException(Failures.describe(ex), ex);
		}
	}

	private RawConnection dial() {
		try {
			return this.dialer.apply(this.dial, this::opened);
		}
		catch (JedisException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// Jedis is not prepared for every reply that somebody may give to a login.
			throw new ViewException("sent a reply that makes no sense: " + ex.getMessage(), ex);
		}
	}

	private void opened(Closeable socket) {
		this.socket = socket;
		if (this.closed) {
			IOUtils.closeQuietly(socket);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		Closeable socket = this.socket;
		if (socket != null) {
			IOUtils.closeQuietly(socket);
		}
	}

}
