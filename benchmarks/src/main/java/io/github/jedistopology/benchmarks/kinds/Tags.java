package io.github.jedistopology.benchmarks.kinds;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Hash tags that are spread evenly over all slots, so that whatever happens to a part of
 * the slots happens to some of them.
 */
final class Tags {

	private static final int COUNT = 8;

	private static final int DISTANCE = 16384 / COUNT;

	private static final int TOLERANCE = DISTANCE / 20;

	private static final List<String> ALL = IntStream.range(0, COUNT)
		.mapToObj((i) -> near(DISTANCE / 2 + i * DISTANCE))
		.toList();

	private Tags() {
	}

	/** Always the same ones. */
	static List<String> all() {
		return ALL;
	}

	private static String near(int slot) {
		return Stream.iterate(0, (i) -> i + 1)
			.map((i) -> "tag" + i)
			.filter((tag) -> Math.abs(JedisClusterCRC16.getSlot(tag) - slot) <= TOLERANCE)
			.findFirst()
			.orElseThrow();
	}

}
