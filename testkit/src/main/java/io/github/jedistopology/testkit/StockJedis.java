package io.github.jedistopology.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

import org.jspecify.annotations.Nullable;

/**
 * Jedis's own cluster client, to be measured beside another: as it comes, but with 64
 * connections to a node and the time-outs of a careful user.
 */
public final class StockJedis {

	private static final int CONNECTIONS = 64;

	private StockJedis() {
	}

	/**
	 * Connects.
	 * @param endpoint {@code host:port} to start from
	 * @param names how host names are resolved; one of the addresses is taken at random
	 * @param connect how long a connection may take to be opened
	 * @param reply how long a reply may take
	 * @param refreshPeriod the client's {@code topologyRefreshPeriod}; null for none, as
	 * it comes
	 * @return the client, to be closed by the caller
	 */
	public static RedisClusterClient start(String endpoint, NameService names, Duration connect, Duration reply,
			@Nullable Duration refreshPeriod) {
		return start(endpoint, config(names, connect, reply).build(), refreshPeriod);
	}

	/**
	 * Connects to read from replicas, too, with
	 * {@link RedisClusterClient#executeCommandToReplica}: every connection says
	 * {@code READONLY}.
	 * @param endpoint {@code host:port} to start from
	 * @param names how host names are resolved; one of the addresses is taken at random
	 * @param connect how long a connection may take to be opened
	 * @param reply how long a reply may take
	 * @return the client, to be closed by the caller
	 */
	public static RedisClusterClient startReader(String endpoint, NameService names, Duration connect, Duration reply) {
		return start(endpoint, config(names, connect, reply).readOnlyForRedisClusterReplicas().build(), null);
	}

	private static RedisClusterClient start(String endpoint, JedisClientConfig config,
			@Nullable Duration refreshPeriod) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxTotal(CONNECTIONS);
		pool.setMaxIdle(CONNECTIONS);
		pool.setJmxEnabled(false);
		return RedisClusterClient.builder()
			.nodes(Set.of(HostAndPort.from(endpoint)))
			.clientConfig(config)
			.poolConfig(pool)
			.topologyRefreshPeriod(refreshPeriod)
			.build();
	}

	private static DefaultJedisClientConfig.Builder config(NameService names, Duration connect, Duration reply) {
		return DefaultJedisClientConfig.builder()
			.connectionTimeoutMillis((int) connect.toMillis())
			.socketTimeoutMillis((int) reply.toMillis())
			.hostAndPortMapper((node) -> resolve(node, names));
	}

	/** The only way to give stock Jedis a name service of the lab's own. */
	private static HostAndPort resolve(HostAndPort node, NameService names) {
		try {
			List<InetAddress> addresses = names.resolve(node.getHost());
			InetAddress address = addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
			return new HostAndPort(address.getHostAddress(), node.getPort());
		}
		catch (IOException ex) {
			throw new JedisConnectionException(ex);
		}
	}

	/**
	 * Resolves host names, as {@link LabNames#resolve(String)} does.
	 */
	@FunctionalInterface
	public interface NameService {

		/**
		 * Looks a name up.
		 * @param host the name
		 * @return its addresses, at least one
		 * @throws IOException when it has none
		 */
		List<InetAddress> resolve(String host) throws IOException;

	}

}
