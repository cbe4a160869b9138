package io.github.jedistopology.testkit.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Keys and values in memory, for tests to spoil.
 */
class InMemoryTarget implements LoadTarget {

	final Map<String, String> values = new ConcurrentHashMap<>();

	@Override
	public @Nullable String read(String key) {
		return this.values.get(key);
	}

	@Override
	public void write(String key, String value) {
		this.values.put(key, value);
	}

}
