package io.github.jedistopology.sample;

import redis.clients.jedis.RedisClusterClient;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Counters, each in a key {@code counter:<name>}.
 */
@RestController
class CounterController {

	private final RedisClusterClient redis;

	CounterController(RedisClusterClient redis) {
		this.redis = redis;
	}

	@PostMapping("/api/counters/{name}")
	Counter increment(@PathVariable String name) {
		return new Counter(name, this.redis.incr("counter:" + name));
	}

	/**
	 * A counter.
	 *
	 * @param name its name
	 * @param value its value after the increment
	 */
	record Counter(String name, long value) {
	}

}
