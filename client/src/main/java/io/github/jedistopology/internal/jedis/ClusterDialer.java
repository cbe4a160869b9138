package io.github.jedistopology.internal.jedis;

import java.io.Closeable;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.IOUtils;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.TlsSettings;
import io.github.jedistopology.internal.connection.Dialer;
import io.github.jedistopology.internal.connection.Failures;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.SupplierFailedException;
import io.github.jedistopology.internal.connection.WatchedSocket;

/**
 * Opens Jedis connections. From the first attempt to connect to the end of the login, all
 * must be done within the time for connecting.
 */
final class ClusterDialer implements Dialer, AutoCloseable {

	/** So many names can hang before others fail; in good times there are few. */
	private static final int LOOKUPS = 64;

	private final ClusterSettings settings;

	private final Introduction introduction;

	private final ExecutorService lookupThreads;

	private final TimedLookups lookups;

	private final LongSupplier nanoTime;

	private final Predicate<HostAndPort> removed;

	private final DialCounts counts = new DialCounts();

	/**
	 * A dialer.
	 * @param removed whether the cluster has given an address up
	 */
	ClusterDialer(ClusterSettings settings, LongSupplier nanoTime, Predicate<HostAndPort> removed) {
		this.settings = settings;
		Supplier<RedisCredentials> credentials = settings.credentials();
		this.introduction = new Introduction((credentials != null) ? new GuardedCredentials(credentials) : null,
				settings.clientName(), settings.protocol());
		this.lookupThreads = lookupThreads(settings.name());
		this.lookups = new TimedLookups(settings.resolver(), this.lookupThreads, nanoTime);
		this.nanoTime = nanoTime;
		this.removed = removed;
	}

	/** They end when there is nothing to look up. */
	private static ExecutorService lookupThreads(String clusterName) {
		return new ThreadPoolExecutor(0, LOOKUPS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			Thread thread = new Thread(task, "jedis-topology-" + clusterName + "-names");
			thread.setDaemon(true);
			return thread;
		});
	}

	DialCounts counts() {
		return this.counts;
	}

	@Override
	public NodeConnection dial(Dial dial, Consumer<Closeable> opened) {
		return dial(dial, opened, this::connect);
	}

	/** Like {@link #dial}, for reads only, to a node that may be a replica. */
	NodeConnection dialForReads(Dial dial, Consumer<Closeable> opened) {
		return dial(dial, opened, (sockets, config) -> readOnly(connect(sockets, config)));
	}

	private NodeConnection dial(Dial dial, Consumer<Closeable> opened,
			BiFunction<JedisSocketFactory, JedisClientConfig, Connection> kind) {
		try {
			return open(dial, opened, this.introduction, kind, NodeConnection::new);
		}
		catch (JedisDataException ex) {
			throw this.introduction.isNotUnderstood(ex) ? new JedisDataException(
					"%s does not speak RESP3: %s. Expected Redis 6 or later, or protocol to be RESP2"
						.formatted(dial.endpoint(), ex.getMessage()),
					ex) : ex;
		}
	}

	private Connection connect(JedisSocketFactory sockets, JedisClientConfig config) {
		return (this.introduction.protocol() == RedisProtocol.RESP3) ? new Resp3Connection(sockets, config)
				: new Connection(sockets, config);
	}

	/**
	 * Jedis would not care whether that is refused, and each read would be redirected.
	 */
	private static Connection readOnly(Connection connection) {
		connection.sendCommand(Command.READONLY);
		connection.getStatusCodeReply();
		return connection;
	}

	/** Like {@link #dial}, to somebody whose replies may be anything. In RESP2 always. */
	SourceConnection dialSource(Dial dial, Consumer<Closeable> opened) {
		return open(dial, opened, this.introduction.in(RedisProtocol.RESP2), SourceConnection::new,
				(connection, socket) -> connection);
	}

	@Override
	public CompletionStage<List<InetAddress>> lookUp(String host) {
		return this.lookups.begin(host);
	}

	private <C extends Connection, R> R open(Dial dial, Consumer<Closeable> opened, Introduction introduction,
			BiFunction<JedisSocketFactory, JedisClientConfig, C> kind, BiFunction<C, WatchedSocket, R> result) {
		if (isToRemovedNode(dial)) {
			this.counts.goesToRemovedNode();
		}
		try {
			R connection = introduce(dial, opened, introduction, kind, result);
			this.counts.ended(DialOutcome.OPENED);
			return connection;
		}
		catch (RuntimeException | Error ex) {
			this.counts.ended(Failures.outcome(ex));
			throw ex;
		}
	}

	private <C extends Connection, R> R introduce(Dial dial, Consumer<Closeable> opened, Introduction introduction,
			BiFunction<JedisSocketFactory, JedisClientConfig, C> kind, BiFunction<C, WatchedSocket, R> result) {
		ClusterSocketFactory factory = new ClusterSocketFactory(dial, tls(), this.lookups, this.nanoTime, opened);
		try {
			C connection = kind.apply(factory, introduction);
			WatchedSocket socket = factory.socket();
			if (socket == null) {
				throw new JedisConnectionException("No connection to %s was opened".formatted(dial.endpoint()));
			}
			socket.end();
			return result.apply(connection, socket);
		}
		catch (RuntimeException | Error ex) {
			// Jedis closes it after failures of some kinds only.
			WatchedSocket socket = factory.socket();
			if (socket != null) {
				IOUtils.closeQuietly(socket);
			}
			throw ex;
		}
	}

	private @Nullable TlsSettings tls() {
		Supplier<TlsSettings> tls = this.settings.tls();
		return (tls != null) ? SupplierFailedException.get("TLS settings", tls) : null;
	}

	private boolean isToRemovedNode(Dial dial) {
		return this.removed.test(dial.endpoint()) || dial.address() != null && this.removed
			.test(AddressMapper.canonical(new HostAndPort(dial.address().getHostAddress(), dial.endpoint().getPort())));
	}

	@Override
	public void close() {
		this.lookupThreads.shutdownNow();
	}

}
