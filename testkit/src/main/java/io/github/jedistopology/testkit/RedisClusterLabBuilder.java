package io.github.jedistopology.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Says what a {@link RedisClusterLab} shall be. Methods throw
 * {@link IllegalArgumentException} for values that cannot work.
 */
public final class RedisClusterLabBuilder {

	private int shards = 3;

	private int replicas = 0;

	private AddressPlan addresses = AddressPlan.PORTS;

	private EndpointType endpointType = EndpointType.IP;

	private boolean tls;

	private Access access = Access.open();

	private Duration nodeTimeout = Duration.ofSeconds(2);

	private boolean fullCoverage = true;

	private Duration askWindow = Duration.ZERO;

	private @Nullable Path redisServer;

	RedisClusterLabBuilder() {
	}

	/**
	 * How many shards, at least 1. Default 3. Automatic failover takes 3 or more: a
	 * majority of the primaries has to elect.
	 */
	public RedisClusterLabBuilder shards(int shards) {
		require(shards >= 1, "shards must be at least 1, not %s", shards);
		this.shards = shards;
		return this;
	}

	/**
	 * How many replicas each shard has. Default 0.
	 */
	public RedisClusterLabBuilder replicas(int replicas) {
		require(replicas >= 0, "replicas must be 0 or more, not %s", replicas);
		this.replicas = replicas;
		return this;
	}

	/**
	 * How nodes get their addresses. Default {@link AddressPlan#PORTS}.
	 */
	public RedisClusterLabBuilder addresses(AddressPlan addresses) {
		String system = System.getProperty("os.name");
		require(addresses != AddressPlan.LOOPBACK_ADDRESSES || system.toLowerCase(Locale.ROOT).startsWith("linux"),
				"addresses: LOOPBACK_ADDRESSES needs Linux, this is %s; use PORTS", system);
		this.addresses = addresses;
		return this;
	}

	/**
	 * What nodes tell clients to dial. Default {@link EndpointType#IP}.
	 */
	public RedisClusterLabBuilder endpointType(EndpointType endpointType) {
		this.endpointType = endpointType;
		return this;
	}

	/**
	 * TLS for clients, replication and the cluster bus, with certificates made for this
	 * lab. The certificate names the nodes' host names and their IP addresses.
	 */
	public RedisClusterLabBuilder tls() {
		this.tls = true;
		return this;
	}

	/**
	 * An ACL user; the default user is off.
	 * @param rules what the user may do, as {@code ACL SETUSER} takes it, for example
	 * {@code ~app:*} and {@code +@read}; everything if there are none
	 */
	public RedisClusterLabBuilder user(String name, String password, String... rules) {
		require(name.matches("\\S+") && !name.equals("default"),
				"user must be a name without spaces and not 'default' (see password(…)), not '%s'", name);
		require(!password.isEmpty(), "password of user %s must not be empty", name);
		this.access = Access.user(name, password, (rules.length > 0) ? List.of(rules) : Access.ALL_RIGHTS);
		return this;
	}

	/**
	 * A password for the default user ({@code requirepass}). Instead of, not together
	 * with, {@link #user}: the last one counts.
	 */
	public RedisClusterLabBuilder password(String password) {
		require(!password.isEmpty(), "password must not be empty; leave it away for a lab without");
		this.access = Access.password(password);
		return this;
	}

	/**
	 * How long a node may be unreachable before it counts as failed
	 * ({@code cluster-node-timeout}). Default 2 s.
	 */
	public RedisClusterLabBuilder nodeTimeout(Duration nodeTimeout) {
		require(nodeTimeout.toMillis() > 0, "nodeTimeout must be at least 1 ms, not %s", nodeTimeout);
		this.nodeTimeout = nodeTimeout;
		return this;
	}

	/**
	 * Whether all nodes refuse commands while some slots are served by nobody
	 * ({@code cluster-require-full-coverage}). Default true.
	 */
	public RedisClusterLabBuilder requireFullCoverage(boolean fullCoverage) {
		this.fullCoverage = fullCoverage;
		return this;
	}

	/**
	 * How long slots that move stay half-moved: their keys are at the target already, the
	 * source still owns them and answers ASK. The longer, the more commands meet ASK, and
	 * the slower slots move: 100 at a time. Default zero: only as long as the keys take.
	 */
	public RedisClusterLabBuilder askWindow(Duration askWindow) {
		require(!askWindow.isNegative(), "askWindow must be zero or more, not %s", askWindow);
		this.askWindow = askWindow;
		return this;
	}

	/**
	 * The {@code redis-server} or {@code valkey-server} to run: Redis 7.0 or later, any
	 * Valkey. Default is the embedded Redis 7.0.15.
	 */
	public RedisClusterLabBuilder redisServer(Path redisServer) {
		require(Files.isRegularFile(redisServer) && Files.isExecutable(redisServer),
				"redisServer must be an executable file: %s", redisServer);
		this.redisServer = redisServer.toAbsolutePath();
		return this;
	}

	/**
	 * Starts the cluster and waits until it is ready: its state is ok on every node and
	 * the replicas are in sync.
	 * @throws IllegalStateException when it does not get ready; names the node and shows
	 * the end of its log when one does not start
	 */
	public RedisClusterLab start() {
		return RedisClusterLab.start(new LabSettings(this.shards, this.replicas, this.addresses, this.endpointType,
				this.tls, this.access, this.nodeTimeout, this.fullCoverage, this.askWindow, this.redisServer));
	}

	private static void require(boolean valid, String message, Object... arguments) {
		if (!valid) {
			throw new IllegalArgumentException(message.formatted(arguments));
		}
	}

}
