package io.github.jedistopology.boot.data;

import java.util.List;

import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.util.SafeEncoder;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.KeyScanOptions;
import org.springframework.data.redis.core.ScanCursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * SCAN over all primaries. Its cursor means nothing to a server: it only tells Spring
 * Data whether there is more to come.
 */
final class ClusterCursor extends ScanCursor<byte[]> {

	private static final int DEFAULT_COUNT = 100;

	/** What is not UTF-8 is decoded to. */
	private static final char REPLACEMENT = '\uFFFD';

	private final ScanIteration iteration;

	private ClusterCursor(ScanIteration iteration, ScanOptions options) {
		super(options);
		this.iteration = iteration;
	}

	static Cursor<byte[]> open(RedisClusterClient client, ScanOptions options) {
		return new ClusterCursor(iteration(client, options), options).open();
	}

	private static ScanIteration iteration(RedisClusterClient client, ScanOptions options) {
		int count = (options.getCount() != null) ? Math.toIntExact(options.getCount()) : DEFAULT_COUNT;
		String pattern = (options.getPattern() != null) ? options.getPattern() : "*";
		return (options instanceof KeyScanOptions ofType && ofType.getType() != null)
				? client.scanIteration(count, pattern, ofType.getType()) : client.scanIteration(count, pattern);
	}

	@Override
	protected org.springframework.data.redis.core.ScanIteration<byte[]> doScan(CursorId cursorId, ScanOptions options) {
		List<byte[]> keys = this.iteration.nextBatchList().stream().map(ClusterCursor::encode).toList();
		CursorId next = this.iteration.isIterationCompleted() ? CursorId.initial() : CursorId.of(1);
		return new org.springframework.data.redis.core.ScanIteration<>(next, keys);
	}

	/** Jedis reads keys as text. A key that it garbled would be none. */
	private static byte[] encode(String key) {
		if (key.indexOf(REPLACEMENT) >= 0) {
			throw new InvalidDataAccessApiUsageException("A key is not UTF-8 text: such keys cannot be scanned for");
		}
		return SafeEncoder.encode(key);
	}

}
