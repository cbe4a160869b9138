package io.github.jedistopology.testkit.adversary;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts commands by name, those about the cluster also by their second word.
 * Thread-safe.
 */
final class CommandCounter {

	private final LongAdder total = new LongAdder();

	private final Map<String, LongAdder> byName = new ConcurrentHashMap<>();

	void add(List<String> command) {
		this.total.increment();
		String name = normalized(command.get(0));
		increment(name);
		if (name.equals("CLUSTER") && command.size() > 1) {
			increment(name + " " + normalized(command.get(1)));
		}
	}

	private void increment(String name) {
		this.byName.computeIfAbsent(name, (key) -> new LongAdder()).increment();
	}

	long total() {
		return this.total.sum();
	}

	long named(String name) {
		LongAdder count = this.byName.get(normalized(name));
		return (count != null) ? count.sum() : 0;
	}

	private static String normalized(String name) {
		return name.toUpperCase(Locale.ROOT);
	}

}
