package io.github.jedistopology.benchmarks.kinds;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

import static org.assertj.core.api.Assertions.assertThat;

class TagsTests {

	@Test
	void everyEighthOfTheSlotsHasOne() {
		assertThat(Tags.all()).extracting((tag) -> JedisClusterCRC16.getSlot(tag) / 2048)
			.containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
	}

}
