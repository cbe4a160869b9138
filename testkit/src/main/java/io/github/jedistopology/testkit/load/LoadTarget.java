package io.github.jedistopology.testkit.load;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * What a {@link VerifiedLoad} reads from and writes to: a Redis client, or anything that
 * behaves like one. Called by all threads of the load at once; fails by throwing any
 * {@link RuntimeException}.
 */
public interface LoadTarget {

	/**
	 * Read a key.
	 * @param key its name
	 * @return its value, or {@code null} if there is none
	 */
	@Nullable String read(String key);

	/**
	 * Write a key. To return means: the write has happened.
	 * @param key its name
	 * @param value its new value
	 */
	void write(String key, String value);

	/**
	 * {@code GET} and {@code SET} of a Jedis client.
	 * @param jedis the client; the caller closes it
	 * @return the target
	 */
	static LoadTarget of(UnifiedJedis jedis) {
		return new LoadTarget() {

			@Override
			public @Nullable String read(String key) {
				return jedis.get(key);
			}

			@Override
			public void write(String key, String value) {
				jedis.set(key, value);
			}

		};
	}

}
