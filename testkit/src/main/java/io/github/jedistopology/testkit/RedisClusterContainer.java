package io.github.jedistopology.testkit;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.dockerjava.api.command.InspectContainerResponse;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.LogMessageWaitStrategy;
import org.testcontainers.utility.DockerImageName;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/**
 * A Redis Cluster in one container, for Testcontainers: a process for each node, three
 * shards without replicas unless told otherwise. The nodes announce addresses that are
 * good within the container only; who stands outside maps them with
 * {@link #mapAddress(HostAndPort)}. So ports need not be chosen beforehand, and the
 * container engine may run on another machine.
 */
public class RedisClusterContainer extends GenericContainer<RedisClusterContainer> {

	/** The image that is run unless another is named. */
	public static final String DEFAULT_IMAGE = "redis:7.0.15";

	/** Far from the ports that a container engine maps to: none is mapped twice. */
	private static final int FIRST_PORT = 7000;

	private static final String PASSWORD = "REDIS_PASSWORD";

	private static final String SERVERS = """
			server=$(command -v redis-server || command -v valkey-server)
			serve() {
				exec "$server" --port "$1" --cluster-enabled yes --cluster-config-file "nodes-$1.conf" --dir /tmp \
					--save '' --protected-mode no \
					${REDIS_PASSWORD:+--requirepass "$REDIS_PASSWORD" --masterauth "$REDIS_PASSWORD"}
			}
			first=$1
			shift
			for port; do serve "$port" & done
			serve "$first"
			""";

	private final LogMessageWaitStrategy ready = new LogMessageWaitStrategy()
		.withRegEx(".*Ready to accept connections.*");

	private int shards = 3;

	private int replicas = 0;

	private @Nullable String password;

	private @Nullable PortMapping mapping;

	/**
	 * A cluster of {@value #DEFAULT_IMAGE}.
	 */
	public RedisClusterContainer() {
		this(DEFAULT_IMAGE);
	}

	/**
	 * A cluster of a certain image.
	 * @param image any image with a shell and Redis 7.0 or later, or any Valkey, for
	 * example {@code valkey/valkey:8.1}
	 */
	public RedisClusterContainer(String image) {
		this(DockerImageName.parse(image));
	}

	/**
	 * A cluster of a certain image.
	 * @param image any image with a shell and Redis 7.0 or later, or any Valkey
	 */
	public RedisClusterContainer(DockerImageName image) {
		super(image);
		waitingFor(this.ready);
	}

	/**
	 * How many shards, at least 1. Default 3. Automatic failover takes 3 or more.
	 * @throws IllegalArgumentException if it is less than 1
	 */
	public RedisClusterContainer withShards(int shards) {
		if (shards < 1) {
			throw new IllegalArgumentException("shards must be at least 1, not " + shards);
		}
		this.shards = shards;
		return this;
	}

	/**
	 * How many replicas each shard has. Default 0.
	 * @throws IllegalArgumentException if it is less than 0
	 */
	public RedisClusterContainer withReplicas(int replicas) {
		if (replicas < 0) {
			throw new IllegalArgumentException("replicas must be 0 or more, not " + replicas);
		}
		this.replicas = replicas;
		return this;
	}

	/**
	 * A password for the default user. None unless told.
	 * @throws IllegalArgumentException if it is empty
	 */
	public RedisClusterContainer withPassword(String password) {
		if (password.isEmpty()) {
			throw new IllegalArgumentException("password must not be empty; leave it away for a cluster without");
		}
		this.password = password;
		return this;
	}

	@Override
	protected void configure() {
		addExposedPorts(ports().mapToInt(Integer::intValue).toArray());
		this.ready.withTimes(nodes());
		if (this.password != null) {
			withEnv(PASSWORD, this.password);
		}
		withCommand(Stream.concat(Stream.of("sh", "-c", SERVERS, "sh"), ports().map(String::valueOf))
			.toArray(String[]::new));
	}

	@Override
	protected void containerIsStarted(InspectContainerResponse containerInfo, boolean reused) {
		PortMapping mapping = new PortMapping(getHost(), ports()
			.collect(Collectors.toMap((port) -> port, this::getMappedPort, (one, other) -> one, TreeMap::new)));
		if (!reused) {
			ContainerFormation.form(mapping, DefaultJedisClientConfig.builder().password(this.password).build(),
					this.shards);
		}
		this.mapping = mapping;
	}

	/**
	 * Where the nodes are reached from outside.
	 * @return texts like {@code localhost:32768}, one for each node
	 * @throws IllegalStateException if the container has not been started
	 */
	public List<String> getEndpoints() {
		return mapping().endpoints();
	}

	/**
	 * Maps the address of a node to where it is reached from outside. Safe for use by
	 * several threads; suits Jedis's {@code HostAndPortMapper}, too.
	 * @param announced an address as nodes announce it
	 * @return the node's address on the container engine's host; the same address if no
	 * node announces it
	 * @throws IllegalStateException if the container has not been started
	 */
	public HostAndPort mapAddress(HostAndPort announced) {
		return mapping().map(announced);
	}

	/**
	 * The default user's password.
	 * @return the password, {@code null} if there is none
	 */
	public @Nullable String getPassword() {
		return this.password;
	}

	private PortMapping mapping() {
		PortMapping mapping = this.mapping;
		if (mapping == null) {
			throw new IllegalStateException("The container has not been started");
		}
		return mapping;
	}

	private int nodes() {
		return this.shards * (1 + this.replicas);
	}

	private Stream<Integer> ports() {
		return IntStream.range(FIRST_PORT, FIRST_PORT + nodes()).boxed();
	}

}
