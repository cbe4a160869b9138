package io.github.jedistopology.scenario;

import java.util.stream.Stream;

import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.testkit.LabShard;

/**
 * Finds keys by where they are.
 */
final class Keys {

	private Keys() {
	}

	/** A key of the shard, to be used in braces as the hash tag of others, too. */
	static String in(LabShard shard) {
		return Stream.iterate(0, (i) -> i + 1).map((i) -> "key" + i).filter((key) -> has(shard, key)).findFirst().get();
	}

	/** A key of the slot. */
	static String in(int slot) {
		return Stream.iterate(0, (i) -> i + 1)
			.map((i) -> "key" + i)
			.filter((key) -> JedisClusterCRC16.getSlot(key) == slot)
			.findFirst()
			.get();
	}

	static boolean has(LabShard shard, String key) {
		int slot = JedisClusterCRC16.getSlot(key);
		return shard.slots().stream().anyMatch((range) -> range.first() <= slot && slot <= range.last());
	}

}
