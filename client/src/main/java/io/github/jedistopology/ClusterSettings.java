package io.github.jedistopology;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisCredentials;

/**
 * Everything that a client is told, checked and immutable. Made by
 * {@link JedisTopology.Builder}.
 *
 * @param name the cluster's name, for beans, meters, threads and log lines
 * @param endpoints where to start: usually the configuration endpoint alone
 * @param credentials asked at each dial who to log in as, {@code null} for nobody
 * @param clientName shown by {@code CLIENT LIST}, {@code null} for none
 * @param tls asked at each dial how to encrypt, {@code null} for plain connections
 * @param timeouts how long to wait for what
 * @param pool the pool of connections to one node
 * @param suspicion how a node that does not answer is dealt with
 * @param refresh how the topology is kept up to date
 * @param retry how often and for how long a command is tried
 * @param addressMapper maps every address that nodes announce; gives and takes IPv6
 * addresses in their short form
 * @param resolver looks host names up
 * @param listeners told of what happens from the start
 */
public record ClusterSettings(String name, List<HostAndPort> endpoints,
		@Nullable Supplier<RedisCredentials> credentials, @Nullable String clientName,
		@Nullable Supplier<TlsSettings> tls, Timeouts timeouts, PoolSettings pool, SuspicionSettings suspicion,
		RefreshSettings refresh, RetryPolicy retry, AddressMapper addressMapper, HostResolver resolver,
		List<TopologyListener> listeners) {

	public ClusterSettings {
		endpoints = List.copyOf(endpoints);
		listeners = List.copyOf(listeners);
		addressMapper = canonical(addressMapper);
		if (endpoints.isEmpty()) {
			throw new IllegalArgumentException("endpoints is empty: expected at least one host:port, "
					+ "usually the configuration endpoint of the cluster");
		}
	}

	/** "?" stands for no address at all. */
	private static AddressMapper canonical(AddressMapper mapper) {
		return (announced) -> announced.getHost().equals("?") ? announced
				: IpLiterals.canonical(mapper.map(IpLiterals.canonical(announced)));
	}

}
