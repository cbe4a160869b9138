package io.github.jedistopology.testkit.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Counters in memory, for tests to spoil.
 */
class InMemoryCounters {

	final Map<String, AtomicLong> values = new ConcurrentHashMap<>();

	long increment(String key) {
		return add(key, 1);
	}

	long add(String key, long amount) {
		return this.values.computeIfAbsent(key, (name) -> new AtomicLong()).addAndGet(amount);
	}

	@Nullable String read(String key) {
		AtomicLong value = this.values.get(key);
		return (value != null) ? value.toString() : null;
	}

	long total() {
		return this.values.values().stream().mapToLong(AtomicLong::get).sum();
	}

}
