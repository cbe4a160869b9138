package io.github.jedistopology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisCredentials;

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
	 * Jedis's own client, routed by {@link #topologyManager()}.
	 * @return always the same client; closing it closes everything
	 */
	public RedisClusterClient client() {
		return this.assembly.client();
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
	 * credentials and of TLS settings say now. What is in flight finishes on the old
	 * ones, so that no command fails. Returns at once.
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

		private Timeouts timeouts = Timeouts.DEFAULTS;

		private PoolSettings pool = PoolSettings.DEFAULTS;

		private SuspicionSettings suspicion = SuspicionSettings.DEFAULTS;

		private RefreshSettings refresh = RefreshSettings.DEFAULTS;

		private RetryPolicy retry = RetryPolicy.DEFAULTS;

		private AddressMapper addressMapper = AddressMapper.IDENTITY;

		private HostResolver resolver = HostResolver.SYSTEM;

		private final List<TopologyListener> listeners = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Names the cluster, for beans, meters, threads and log lines.
		 * @param name any short name, {@code default} unless told otherwise
		 * @return this builder
		 * @throws IllegalArgumentException if the name is blank
		 */
		public Builder name(String name) {
			if (name.isBlank()) {
				throw new IllegalArgumentException("name is blank: expected a short name for the cluster");
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
		 * @throws IllegalArgumentException if no endpoint was given
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
		 * @throws IllegalArgumentException if no endpoint was given
		 */
		public JedisTopology buildLazily() {
			return new JedisTopology(ClusterAssembly.startLazily(settings()));
		}

		private ClusterSettings settings() {
			return new ClusterSettings(this.name, this.endpoints, this.credentials, this.clientName, this.tls,
					this.timeouts, this.pool, this.suspicion, this.refresh, this.retry, this.addressMapper,
					this.resolver, this.listeners);
		}

	}

}
