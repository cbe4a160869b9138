package io.github.jedistopology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.params.ScanParams;

import io.github.jedistopology.internal.jedis.ClusterAssembly;

/**
 * A Redis Cluster client and the topology manager behind it. Thread-safe; one for each
 * cluster is enough for an application.
 *
 * <pre>{@code
 * try (JedisTopology cluster = JedisTopology.builder().endpoints("clustercfg.example.com:6379").build()) {
 *     RedisClusterClient redis = cluster.client();
 *     redis.set("key", "value");
 * }
 * }</pre>
 */
public final class JedisTopology implements AutoCloseable {

	private final ClusterAssembly assembly;

	private JedisTopology(ClusterAssembly assembly) {
		this.assembly = assembly;
	}

	/**
	 * Starts to describe a client.
	 * @return a builder with nothing but defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Jedis's own client, routed by {@link #topologyManager()}. Each command takes a
	 * connection that happens to be free, so {@code WAIT} and {@code WAITAOF}, which are
	 * about what their own connection has written, are refused with a
	 * {@link ClusterCommandException}: to be sent, with the write before, on a connection
	 * from {@link RedisClusterClient#getConnectionFromSlot(int)}.
	 * @return always the same client; closing it closes everything
	 */
	public RedisClusterClient client() {
		return this.assembly.client();
	}

	/**
	 * Begins a transaction, which {@link #client()} refuses to do, since it takes a slot.
	 * Its commands are kept here, and sent with {@code MULTI} and {@code EXEC} by
	 * {@link AbstractTransaction#exec()}: all of them are executed, or none is. When the
	 * slot has moved, they go on to its new owner. All keys must be in the slot, as keys
	 * with the same hash tag are; a command with another key is refused at once.
	 * <p>
	 * {@link AbstractTransaction#exec()} returns a reply for each command, where a
	 * command has failed its exception. It throws what Redis says,
	 * {@link redis.clients.jedis.exceptions.JedisDataException}, if Redis refuses a
	 * command before it executes any of them ({@code EXECABORT}, with the reason
	 * suppressed in it); a {@link CommandMaybeExecutedException} if the reply was lost;
	 * any other {@link ClusterCommandException} if nothing was executed. Not thread-safe;
	 * to be closed.
	 * @param key any key of the slot
	 * @return a transaction after {@code MULTI}
	 */
	public AbstractTransaction multi(String key) {
		AbstractTransaction transaction = transaction(key);
		transaction.multi();
		return transaction;
	}

	/**
	 * The same before {@code MULTI}: to {@linkplain AbstractTransaction#watch watch} keys
	 * and to look at them first. From then on until it is executed, discarded or closed,
	 * it holds one of its node's connections; when that breaks, or the slot leaves its
	 * node, {@link AbstractTransaction#exec()} throws a {@link ClusterCommandException},
	 * nothing is executed, and the caller may begin again. If a command before
	 * {@code MULTI} finds out, it throws, and so do {@link AbstractTransaction#watch
	 * watch} and {@link AbstractTransaction#multi()} until
	 * {@link AbstractTransaction#unwatch()}. {@link AbstractTransaction#exec()} returns
	 * {@code null} when a key that was watched has changed.
	 * @param key any key of the slot
	 * @return a transaction that waits for {@link AbstractTransaction#multi()}; before,
	 * its commands are executed at once
	 */
	public AbstractTransaction transaction(String key) {
		return this.assembly.transaction(key);
	}

	/**
	 * Begins a {@code SCAN} of the whole cluster for keys of any bytes;
	 * {@link RedisClusterClient#scanIteration} reads keys as text. Both go through all
	 * primaries, and give every key that is there from beginning to end at least once,
	 * also when slots move meanwhile.
	 * @param params which keys, and about how many in a batch
	 * @param type the type of their values, as {@code TYPE} names it, {@code null} for
	 * any
	 * @return the batches, some of which may be empty; not thread-safe. Each is asked for
	 * when it is wanted, and may be asked for again after a
	 * {@link ClusterCommandException}.
	 */
	public Iterator<List<byte[]>> scan(ScanParams params, @Nullable String type) {
		return this.assembly.scan(params, type);
	}

	/**
	 * What is known of the cluster.
	 * @return always the same manager
	 */
	public TopologyManager topologyManager() {
		return this.assembly.topologyManager();
	}

	/**
	 * Counts of what happened to commands.
	 * @return a live view
	 */
	public CommandStatistics commandStatistics() {
		return this.assembly.commandStatistics();
	}

	/**
	 * What is open to which node, and what became of dials.
	 * @return a live view
	 */
	public ConnectionStatistics connectionStatistics() {
		return this.assembly.connectionStatistics();
	}

	/**
	 * Replaces all connections by new ones, which log in and encrypt as the suppliers of
	 * credentials and of TLS settings say now. Returns at once; within a second, one node
	 * after another, those that are free are closed, and the others when they come back:
	 * what is in flight finishes, so that no command fails. Commands that wait, and
	 * subscriptions, keep theirs until they end.
	 */
	public void renewConnections() {
		this.assembly.renewConnections();
	}

	/**
	 * Closes all connections and ends all threads. Commands that are under way fail.
	 */
	@Override
	public void close() {
		this.assembly.close();
	}

	/**
	 * Describes a client. Not thread-safe.
	 */
	public static final class Builder {

		private String name = "default";

		private List<HostAndPort> endpoints = List.of();

		private @Nullable Supplier<RedisCredentials> credentials;

		private @Nullable String clientName;

		private @Nullable Supplier<TlsSettings> tls;

		private RedisProtocol protocol = RedisProtocol.RESP2;

		private Timeouts timeouts = Timeouts.DEFAULTS;

		private PoolSettings pool = PoolSettings.DEFAULTS;

		private SuspicionSettings suspicion = SuspicionSettings.DEFAULTS;

		private RefreshSettings refresh = RefreshSettings.DEFAULTS;

		private RetryPolicy retry = RetryPolicy.DEFAULTS;

		private ReadSettings reads = ReadSettings.DEFAULTS;

		private AddressMapper addressMapper = AddressMapper.IDENTITY;

		private HostResolver resolver = HostResolver.SYSTEM;

		private boolean splitMultiKeyCommands = true;

		private final List<TopologyListener> listeners = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Names the cluster, for beans, meters, threads and log lines.
		 * @param name any short name, {@code default} unless told otherwise
		 * @return this builder
		 * @throws IllegalArgumentException if the name is blank or has a slash, which
		 * ends a name in paths of health and of the Actuator endpoint
		 */
		public Builder name(String name) {
			if (name.isBlank() || name.indexOf('/') >= 0) {
				throw new IllegalArgumentException(
						"name is '%s': expected a short name for the cluster, without '/'".formatted(name));
			}
			this.name = name;
			return this;
		}

		/**
		 * Says where to start: usually the configuration endpoint alone.
		 * @param endpoints texts like {@code clustercfg.example.com:6379}
		 * @return this builder
		 * @throws IllegalArgumentException if one is not {@code host:port}
		 */
		public Builder endpoints(String... endpoints) {
			return endpoints(Arrays.asList(endpoints));
		}

		/**
		 * Says where to start: usually the configuration endpoint alone.
		 * @param endpoints texts like {@code clustercfg.example.com:6379}
		 * @return this builder
		 * @throws IllegalArgumentException if one is not {@code host:port}
		 */
		public Builder endpoints(Collection<String> endpoints) {
			this.endpoints = Endpoints.parse(endpoints);
			return this;
		}

		/**
		 * Logs in to every node.
		 * @param username an ACL user, {@code null} for the default user
		 * @param password its password
		 * @return this builder
		 */
		public Builder credentials(@Nullable String username, String password) {
			RedisCredentials credentials = new DefaultRedisCredentials(username,
					Objects.requireNonNull(password, "password"));
			return credentials(() -> credentials);
		}

		/**
		 * Logs in to every node, with credentials that change over time: passwords that
		 * are rotated, or tokens that expire. Connections that are open stay logged in as
		 * they are; {@link JedisTopology#renewConnections()} replaces them.
		 * @param credentials asked at each dial, by several threads at once; must give
		 * what is valid at that moment, and must not block: the time that it takes is
		 * taken from that for connecting. Jedis's {@code RedisCredentialsProvider} is
		 * one.
		 * @return this builder
		 */
		public Builder credentials(Supplier<RedisCredentials> credentials) {
			this.credentials = Objects.requireNonNull(credentials, "credentials");
			return this;
		}

		/**
		 * Names the connections, as {@code CLIENT LIST} shows them.
		 * @param clientName a name without spaces
		 * @return this builder
		 * @throws IllegalArgumentException if the name has a character that Redis refuses
		 */
		public Builder clientName(String clientName) {
			if (clientName.isEmpty() || clientName.chars().anyMatch((c) -> c < '!' || c > '~')) {
				throw new IllegalArgumentException(
						"clientName is '%s': expected printable ASCII characters without spaces".formatted(clientName));
			}
			this.clientName = clientName;
			return this;
		}

		/**
		 * Encrypts all connections.
		 * @param tls trust, keys and parameters
		 * @return this builder
		 */
		public Builder tls(TlsSettings tls) {
			Objects.requireNonNull(tls, "tls");
			return tls(() -> tls);
		}

		/**
		 * Encrypts all connections, with certificates or keys that change over time.
		 * Connections that are open stay as they are;
		 * {@link JedisTopology#renewConnections()} replaces them.
		 * @param tls asked at each dial, by several threads at once; must not block
		 * @return this builder
		 */
		public Builder tls(Supplier<TlsSettings> tls) {
			this.tls = Objects.requireNonNull(tls, "tls");
			return this;
		}

		/**
		 * Says what commands and replies are written in: RESP2, which any server speaks,
		 * unless told otherwise, or RESP3, which takes Redis 6 or later and any proxy in
		 * between to understand {@code HELLO}. Methods of the client return the same for
		 * both; what is returned as it came, by {@code sendCommand} for example, has
		 * other types in RESP3. Client-side caching, which RESP3 makes possible, is not
		 * supported yet.
		 * @param protocol the protocol
		 * @return this builder
		 */
		public Builder protocol(RedisProtocol protocol) {
			this.protocol = Objects.requireNonNull(protocol, "protocol");
			return this;
		}

		/**
		 * Says how long to wait for what.
		 * @param timeouts the time-outs
		 * @return this builder
		 */
		public Builder timeouts(Timeouts timeouts) {
			this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
			return this;
		}

		/**
		 * Describes the pool of connections that each node has.
		 * @param pool the settings of one node's pool
		 * @return this builder
		 */
		public Builder pool(PoolSettings pool) {
			this.pool = Objects.requireNonNull(pool, "pool");
			return this;
		}

		/**
		 * Says how a node that does not answer is dealt with.
		 * @param suspicion the settings
		 * @return this builder
		 */
		public Builder suspicion(SuspicionSettings suspicion) {
			this.suspicion = Objects.requireNonNull(suspicion, "suspicion");
			return this;
		}

		/**
		 * Says how the topology is kept up to date.
		 * @param refresh the settings
		 * @return this builder
		 */
		public Builder refresh(RefreshSettings refresh) {
			this.refresh = Objects.requireNonNull(refresh, "refresh");
			return this;
		}

		/**
		 * Says how often and for how long a command is tried.
		 * @param retry the policy
		 * @return this builder
		 */
		public Builder retry(RetryPolicy retry) {
			this.retry = Objects.requireNonNull(retry, "retry");
			return this;
		}

		/**
		 * Says where commands that only read are sent: to primaries unless told
		 * otherwise.
		 * @param reads the settings
		 * @return this builder
		 */
		public Builder reads(ReadSettings reads) {
			this.reads = Objects.requireNonNull(reads, "reads");
			return this;
		}

		/**
		 * Maps the addresses that nodes announce to those where this client reaches them.
		 * @param addressMapper maps addresses
		 * @return this builder
		 */
		public Builder addressMapper(AddressMapper addressMapper) {
			this.addressMapper = Objects.requireNonNull(addressMapper, "addressMapper");
			return this;
		}

		/**
		 * Replaces the JVM's name look-up.
		 * @param resolver looks host names up
		 * @return this builder
		 */
		public Builder hostResolver(HostResolver resolver) {
			this.resolver = Objects.requireNonNull(resolver, "resolver");
			return this;
		}

		/**
		 * Says what becomes of {@code MGET}, {@code MSET}, {@code DEL}, {@code EXISTS},
		 * {@code TOUCH} and {@code UNLINK} when their keys are in several slots. Split by
		 * slot, which is the default, they go to all nodes concerned at once, and are not
		 * atomic: others can see a part of them, and a part of them can
		 * {@linkplain MultiKeyCommandException fail}. Otherwise they are refused, as by
		 * Jedis 7 itself. Jedis 8 always splits them, one part after the other.
		 * @param splitMultiKeyCommands whether to split them
		 * @return this builder
		 */
		public Builder splitMultiKeyCommands(boolean splitMultiKeyCommands) {
			this.splitMultiKeyCommands = splitMultiKeyCommands;
			return this;
		}

		/**
		 * Adds a listener that is told of everything, from the first refresh on.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(TopologyListener listener) {
			this.listeners.add(Objects.requireNonNull(listener, "listener"));
			return this;
		}

		/**
		 * Starts the client: asks the endpoints for the topology and waits for it.
		 * @return a client that is ready
		 * @throws IllegalArgumentException if no endpoint was given, or commands are not
		 * to be split on Jedis 8
		 * @throws TopologyUnavailableException if no endpoint gave a view of the cluster
		 */
		public JedisTopology build() {
			return new JedisTopology(ClusterAssembly.start(settings()));
		}

		/**
		 * Starts the client without waiting for the topology: the endpoints are asked
		 * again and again until one of them gives it. Commands wait for it for as long as
		 * they may take in all, and fail then with a {@link ClusterCommandException}.
		 * @return a client that is ready as soon as its topology has a version above 0
		 * @throws IllegalArgumentException if no endpoint was given, or commands are not
		 * to be split on Jedis 8
		 */
		public JedisTopology buildLazily() {
			return new JedisTopology(ClusterAssembly.startLazily(settings()));
		}

		private ClusterSettings settings() {
			return new ClusterSettings(this.name, this.endpoints, this.credentials, this.clientName, this.tls,
					this.protocol, this.timeouts, this.pool, this.suspicion, this.refresh, this.retry, this.reads,
					this.addressMapper, this.resolver, this.splitMultiKeyCommands, this.listeners);
		}

	}

}
