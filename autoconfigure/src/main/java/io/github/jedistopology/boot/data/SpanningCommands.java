package io.github.jedistopology.boot.data;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterCommandExecutor;
import org.springframework.data.redis.connection.ClusterSlotHashUtil;
import org.springframework.data.redis.connection.ClusterTopologyProvider;
import org.springframework.data.redis.connection.jedis.JedisClusterConnection;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * The commands whose keys may lie in several slots. Spring Data runs them as one task for
 * each key, or not at all; here the keys of each slot make one command, and all of them
 * one pipeline. Has no state: one serves all connections.
 */
@SuppressWarnings("deprecation")
final class SpanningCommands extends JedisClusterConnection {

	private final RedisClusterClient client;

	SpanningCommands(RedisClusterClient client, ClusterCommandExecutor nodes,
			ClusterTopologyProvider topologyProvider) {
		super(client, nodes, topologyProvider);
		this.client = client;
	}

	@Override
	public Cursor<byte[]> scan(ScanOptions options) {
		return ClusterCursor.open(this.client, options);
	}

	@Override
	public List<byte @Nullable []> mGet(byte[]... keys) {
		if (ClusterSlotHashUtil.isSameSlotForAllKeys(keys)) {
			return super.mGet(keys);
		}
		Map<byte[], byte @Nullable []> values = new IdentityHashMap<>();
		for (Part<List<byte[]>> part : perSlot(keys, AbstractPipeline::mget)) {
			for (int index = 0; index < part.keys().length; index++) {
				values.put(part.keys()[index], part.reply().get(index));
			}
		}
		return Arrays.stream(keys).map(values::get).collect(Collectors.toList());
	}

	@Override
	public @Nullable Boolean mSet(Map<byte[], byte[]> tuples) {
		byte[][] keys = tuples.keySet().toArray(byte[][]::new);
		if (ClusterSlotHashUtil.isSameSlotForAllKeys(keys)) {
			return super.mSet(tuples);
		}
		perSlot(keys, (pipeline, ofSlot) -> pipeline
			.mset(Arrays.stream(ofSlot).flatMap((key) -> Stream.of(key, tuples.get(key))).toArray(byte[][]::new)));
		return true;
	}

	@Override
	public @Nullable Long del(byte[]... keys) {
		return ClusterSlotHashUtil.isSameSlotForAllKeys(keys) ? super.del(keys) : sum(keys, AbstractPipeline::del);
	}

	@Override
	public @Nullable Long unlink(byte[]... keys) {
		return ClusterSlotHashUtil.isSameSlotForAllKeys(keys) ? super.unlink(keys)
				: sum(keys, AbstractPipeline::unlink);
	}

	@Override
	public @Nullable Long touch(byte[]... keys) {
		return ClusterSlotHashUtil.isSameSlotForAllKeys(keys) ? super.touch(keys) : sum(keys, AbstractPipeline::touch);
	}

	@Override
	public @Nullable Long exists(byte[]... keys) {
		return ClusterSlotHashUtil.isSameSlotForAllKeys(keys) ? super.exists(keys)
				: sum(keys, AbstractPipeline::exists);
	}

	private long sum(byte[][] keys, BiFunction<AbstractPipeline, byte[][], Response<Long>> command) {
		return perSlot(keys, command).stream().mapToLong(Part::reply).sum();
	}

	private <T> List<Part<T>> perSlot(byte[][] keys, BiFunction<AbstractPipeline, byte[][], Response<T>> command) {
		List<byte[][]> slots = Arrays.stream(keys)
			.collect(Collectors.groupingBy(ClusterSlotHashUtil::calculateSlot))
			.values()
			.stream()
			.map((ofSlot) -> ofSlot.toArray(byte[][]::new))
			.toList();
		try (AbstractPipeline pipeline = this.client.pipelined()) {
			List<Part<Response<T>>> sent = slots.stream()
				.map((ofSlot) -> new Part<>(ofSlot, command.apply(pipeline, ofSlot)))
				.toList();
			pipeline.sync();
			return sent.stream().map((part) -> new Part<>(part.keys(), part.reply().get())).toList();
		}
		catch (RuntimeException ex) {
			throw convertJedisAccessException(ex);
		}
	}

	@Override
	protected DataAccessException convertJedisAccessException(Exception cause) {
		return ExceptionTranslation.INSTANCE.required(cause);
	}

	private record Part<T>(byte[][] keys, T reply) {

	}

}
