package io.github.jedistopology.boot.data;

import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ScanParams;

import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.KeyScanOptions;
import org.springframework.data.redis.core.ScanCursor;
import org.springframework.data.redis.core.ScanIteration;
import org.springframework.data.redis.core.ScanOptions;

import io.github.jedistopology.JedisTopology;

/**
 * SCAN over all primaries. Its cursor means nothing to a server: it only tells Spring
 * Data whether there is more to come.
 */
final class ClusterCursor extends ScanCursor<byte[]> {

	private static final int DEFAULT_COUNT = 100;

	private final Iterator<List<byte[]>> batches;

	private ClusterCursor(Iterator<List<byte[]>> batches, ScanOptions options) {
		super(options);
		this.batches = batches;
	}

	static Cursor<byte[]> open(JedisTopology topology, ScanOptions options) {
		return new ClusterCursor(topology.scan(params(options), type(options)), options).open();
	}

	private static ScanParams params(ScanOptions options) {
		ScanParams params = new ScanParams()
			.count((options.getCount() != null) ? Math.toIntExact(options.getCount()) : DEFAULT_COUNT);
		byte[] pattern = options.getBytePattern();
		return (pattern != null) ? params.match(pattern) : params;
	}

	private static @Nullable String type(ScanOptions options) {
		return (options instanceof KeyScanOptions ofType) ? ofType.getType() : null;
	}

	@Override
	protected ScanIteration<byte[]> doScan(CursorId cursorId, ScanOptions options) {
		List<byte[]> keys = this.batches.next();
		return new ScanIteration<>(this.batches.hasNext() ? CursorId.of(1) : CursorId.initial(), keys);
	}

}
