package io.github.jedistopology;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;

/**
 * Everything that a client is told, checked and immutable. Made by
 * {@link JedisTopology.Builder}.
 *
 * @param name the cluster's name, for beans, meters, threads and log lines
 * @param endpoints where to start: usually the configuration endpoint alone
 * @param credentials asked at each dial who to log in as, {@code null} for nobody
 * @param clientName shown by {@code CLIENT LIST}, {@code null} for none
 * @param tls asked at each dial how to encrypt, {@code null} for plain connections
 * @param protocol what commands and replies are written in
 * @param timeouts how long to wait for what
 * @param pool the pool of connections to one node
 * @param suspicion how a node that does not answer is dealt with
 * @param refresh how the topology is kept up to date
 * @param retry how often and for how long a command is tried
 * @param reads where commands that only read are sent
 * @param addressMapper maps every address that nodes announce; gives and takes IPv6
 * addresses in their short form
 * @param resolver looks host names up
 * @param splitMultiKeyCommands whether commands with keys in several slots are split by
 * slot, or refused
 * @param listeners told of what happens from the start
 */
public record ClusterSettings(String name, List<HostAndPort> endpoints,
		@Nullable Supplier<RedisCredentials> credentials, @Nullable String clientName,
		@Nullable Supplier<TlsSettings> tls, RedisProtocol protocol, Timeouts timeouts, PoolSettings pool,
		SuspicionSettings suspicion, RefreshSettings refresh, RetryPolicy retry, ReadSettings reads,
		AddressMapper addressMapper, HostResolver resolver, boolean splitMultiKeyCommands,
		List<TopologyListener> listeners) {

	public ClusterSettings {
		endpoints = List.copyOf(endpoints);
		listeners = List.copyOf(listeners);
		addressMapper = canonical(addressMapper);
		if (endpoints.isEmpty()) {
			throw new IllegalArgumentException("endpoints is empty: expected at least one host:port, "
					+ "usually the configuration endpoint of the cluster");
		}
		if (timeouts.topologyQuery().compareTo(refresh.timeout()) > 0) {
			throw new IllegalArgumentException(
					"timeouts.topologyQuery is %s: expected at most refresh.timeout, which is %s"
						.formatted(timeouts.topologyQuery(), refresh.timeout()));
		}
	}

	/**
	 * The same with something else about nodes that do not answer.
	 * @param suspicion how they are dealt with
	 * @return the settings
	 */
	public ClusterSettings withSuspicion(SuspicionSettings suspicion) {
		return new ClusterSettings(this.name, this.endpoints, this.credentials, this.clientName, this.tls,
				this.protocol, this.timeouts, this.pool, suspicion, this.refresh, this.retry, this.reads,
				this.addressMapper, this.resolver, this.splitMultiKeyCommands, this.listeners);
	}

	/** "?" stands for no address at all. */
	private static AddressMapper canonical(AddressMapper mapper) {
		return (announced) -> announced.getHost().equals("?") ? announced
				: IpLiterals.canonical(mapper.map(IpLiterals.canonical(announced)));
	}

}
