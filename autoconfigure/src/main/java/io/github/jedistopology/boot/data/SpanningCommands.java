package io.github.jedistopology.boot.data;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterCommandExecutor;
import org.springframework.data.redis.connection.ClusterTopologyProvider;
import org.springframework.data.redis.connection.jedis.JedisClusterConnection;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

import io.github.jedistopology.JedisTopology;

/**
 * The commands whose keys may lie in several slots. Spring Data runs them as one task for
 * each key, or not at all; the client can do better. Has no state: one serves all
 * connections.
 */
@SuppressWarnings("deprecation")
final class SpanningCommands extends JedisClusterConnection {

	private final JedisTopology topology;

	private final RedisClusterClient client;

	SpanningCommands(JedisTopology topology, ClusterCommandExecutor nodes, ClusterTopologyProvider topologyProvider) {
		super(topology.client(), nodes, topologyProvider);
		this.topology = topology;
		this.client = topology.client();
	}

	@Override
	public Cursor<byte[]> scan(ScanOptions options) {
		return ClusterCursor.open(this.topology, options);
	}

	@Override
	public List<byte @Nullable []> mGet(byte[]... keys) {
		return translated(() -> this.client.mget(keys));
	}

	@Override
	public Boolean mSet(Map<byte[], byte[]> tuples) {
		byte[][] keysAndValues = tuples.entrySet()
			.stream()
			.flatMap((tuple) -> Stream.of(tuple.getKey(), tuple.getValue()))
			.toArray(byte[][]::new);
		return translated(() -> this.client.mset(keysAndValues)).equals("OK");
	}

	@Override
	public Long del(byte[]... keys) {
		return translated(() -> this.client.del(keys));
	}

	@Override
	public Long unlink(byte[]... keys) {
		return translated(() -> this.client.unlink(keys));
	}

	@Override
	public Long touch(byte[]... keys) {
		return translated(() -> this.client.touch(keys));
	}

	@Override
	public Long exists(byte[]... keys) {
		return translated(() -> this.client.exists(keys));
	}

	private <T> T translated(Supplier<T> command) {
		try {
			return command.get();
		}
		catch (RuntimeException ex) {
			throw convertJedisAccessException(ex);
		}
	}

	@Override
	protected DataAccessException convertJedisAccessException(Exception cause) {
		return ExceptionTranslation.INSTANCE.required(cause);
	}

}
