package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.Set;

import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.RetryPolicy;

/**
 * Makes clients that get their way whatever becomes of the cluster, beside the one that a
 * test is about.
 */
final class Bystander {

	private Bystander() {
	}

	/**
	 * A client that tries for half a minute.
	 * @param endpoint where it starts
	 * @param repeated the commands that it sends again even if they may have been
	 * executed
	 */
	static RedisClusterClient start(String endpoint, String... repeated) {
		return JedisTopology.builder()
			.endpoints(endpoint)
			.retry(new RetryPolicy(1000, Duration.ofSeconds(30), Duration.ofMillis(10), Duration.ofMillis(100),
					Set.of(repeated)))
			.build()
			.client();
	}

}
