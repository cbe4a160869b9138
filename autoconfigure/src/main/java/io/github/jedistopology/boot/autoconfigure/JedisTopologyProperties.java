package io.github.jedistopology.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisProtocol;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

import io.github.jedistopology.ReadFrom;

/**
 * Configuration properties of the Redis Cluster client. Those that may be {@code null},
 * and the endpoints, fall back to Spring Boot's {@code spring.data.redis.*}.
 *
 * @param name Name of the cluster in meters, health, the Actuator endpoint, thread names
 * and log lines.
 * @param endpoints Comma-separated list of "host:port" pairs to start from, usually the
 * configuration endpoint alone.
 * @param clientName Client name to be set on connections with CLIENT SETNAME.
 * @param username Login username of the cluster; needs a password.
 * @param password Login password of the cluster.
 * @param protocol Protocol of commands and replies. RESP3 takes Redis 6 or later.
 * @param ssl Encryption of connections.
 * @param timeouts How long to wait for what.
 * @param pool Pool of connections to one node.
 * @param retry How often and for how long a command is tried.
 * @param reads Where commands that only read are sent.
 * @param suspicion How a node that does not answer is dealt with.
 * @param refresh How the topology is kept up to date.
 * @param splitMultiKeyCommands Whether MGET, MSET, DEL, EXISTS, TOUCH and UNLINK with
 * keys in several slots are split by slot, instead of refused. Jedis 8 always splits
 * them.
 * @param startLazily Whether to start without waiting for the cluster.
 */
@ConfigurationProperties("jedis-topology")
public record JedisTopologyProperties(@DefaultValue("default") String name, @DefaultValue List<String> endpoints,
		@Nullable String clientName, @Nullable String username, @Nullable String password,
		@DefaultValue("resp2") RedisProtocol protocol, @DefaultValue Ssl ssl, @DefaultValue Timeouts timeouts,
		@DefaultValue Pool pool, @DefaultValue Retry retry, @DefaultValue Reads reads,
		@DefaultValue Suspicion suspicion, @DefaultValue Refresh refresh,
		@DefaultValue("true") boolean splitMultiKeyCommands, boolean startLazily) {

	public JedisTopologyProperties {
		endpoints = List.copyOf(endpoints);
	}

	/**
	 * Names the cluster only: endpoints and password may be secret.
	 */
	@Override
	public String toString() {
		return "JedisTopologyProperties[name=%s]".formatted(this.name);
	}

	/**
	 * Encryption of connections.
	 *
	 * @param enabled Whether to encrypt connections. Enabled automatically if "bundle" is
	 * provided unless specified otherwise.
	 * @param bundle SSL bundle name. Without one, the certificates that the JVM trusts
	 * are trusted.
	 */
	public record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {

		boolean active() {
			return (this.enabled != null) ? this.enabled : StringUtils.hasLength(this.bundle);
		}

	}

	/**
	 * How long to wait for what.
	 *
	 * @param connect Time to wait for a connection to be opened, TLS handshake included.
	 * @param command Time to wait for the reply to one try of a command.
	 * @param topologyQuery Time to wait for one node's view of the cluster, opening the
	 * connection included. At most "refresh.timeout".
	 */
	public record Timeouts(@Nullable Duration connect, @Nullable Duration command,
			@DefaultValue("1s") Duration topologyQuery) {
	}

	/**
	 * Pool of connections to one node; each node has its own.
	 *
	 * @param maxTotal Maximum number of connections to a node.
	 * @param maxWait Maximum time that a command waits for a free connection.
	 * @param maxIdleTime Time after which an unused connection is closed.
	 * @param maxBlocking Maximum number of further connections to a node for commands
	 * that wait there, like BLPOP.
	 */
	public record Pool(@DefaultValue("64") int maxTotal, @DefaultValue("2s") Duration maxWait,
			@DefaultValue("1m") Duration maxIdleTime, @DefaultValue("256") int maxBlocking) {
	}

	/**
	 * How often and for how long a command is tried.
	 *
	 * @param maxAttempts Maximum number of times that a command is sent, redirections
	 * included.
	 * @param maxRedirections Maximum number of redirections (MOVED, ASK) that a command
	 * follows. As many as "max-attempts" allows unless specified otherwise.
	 * @param budget Time that a command may take in all: waits for a connection, tries,
	 * and waits between them.
	 * @param initialBackoff Maximum wait before the second try. Doubles with each further
	 * one.
	 * @param maxBackoff Maximum wait between two tries.
	 * @param idempotentCommands Comma-separated list of commands, for example "SET,DEL",
	 * that may be sent again although they may have been executed. Reads always may.
	 */
	public record Retry(@DefaultValue("32") int maxAttempts, @Nullable Integer maxRedirections,
			@DefaultValue("5s") Duration budget, @DefaultValue("10ms") Duration initialBackoff,
			@DefaultValue("250ms") Duration maxBackoff, @DefaultValue Set<String> idempotentCommands) {
	}

	/**
	 * Where commands that only read are sent.
	 *
	 * @param from Which node of a shard serves commands that only read: primary,
	 * prefer-replica, any, nearest, or same-zone.
	 * @param maxLag Maximum amount of the replication stream by which a replica that
	 * serves reads may be behind its primary.
	 * @param zone Availability zone of the application, for "same-zone"; takes a bean of
	 * type NodeZones.
	 */
	public record Reads(@DefaultValue("primary") ReadFrom from, @DefaultValue("10MB") DataSize maxLag,
			@Nullable String zone) {
	}

	/**
	 * How a node that does not answer is dealt with.
	 *
	 * @param silence Time that a node may owe a reply before it is probed, and that it
	 * may take to answer the probe.
	 * @param failFast Whether commands for a node that does not answer fail at once,
	 * those under way included, instead of waiting for it or its successor.
	 * @param maxWaiting Maximum number of commands that wait for one such node.
	 */
	public record Suspicion(@DefaultValue("200ms") Duration silence, boolean failFast,
			@DefaultValue("1024") int maxWaiting) {
	}

	/**
	 * How the topology is kept up to date.
	 *
	 * @param interval Time between two refreshes when nothing else calls for one.
	 * @param sources Number of known nodes that a refresh asks, besides the configuration
	 * endpoint; twice as many when they disagree.
	 * @param timeout Time that a refresh as a whole may take, however many sources hang.
	 */
	public record Refresh(@DefaultValue("30s") Duration interval, @DefaultValue("3") int sources,
			@DefaultValue("2s") Duration timeout) {
	}

}
