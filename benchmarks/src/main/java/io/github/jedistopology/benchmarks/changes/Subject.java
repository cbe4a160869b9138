package io.github.jedistopology.benchmarks.changes;

import java.util.function.Function;
import java.util.function.Predicate;

import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.RedisClusterClient;

/**
 * A contender's client.
 *
 * @param client Jedis's own
 * @param transactions begins a transaction on the slot of a key
 * @param mayHaveExecuted whether a command that failed like this may have been executed
 */
public record Subject(RedisClusterClient client, Function<String, AbstractTransaction> transactions,
		Predicate<RuntimeException> mayHaveExecuted) implements AutoCloseable {

	@Override
	public void close() {
		this.client.close();
	}

}
