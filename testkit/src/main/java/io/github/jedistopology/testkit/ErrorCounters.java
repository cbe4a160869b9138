package io.github.jedistopology.testkit;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers' counters of error replies, those of removed nodes included.
 */
final class ErrorCounters {

	private final Map<String, Long> kept = new ConcurrentHashMap<>();

	/** Adds the counters of a node that is about to go. */
	void keep(LabNode node) {
		counters(node).forEach((prefix, count) -> this.kept.merge(prefix, count, Long::sum));
	}

	long total(String prefix, Collection<LabNode> running) {
		return this.kept.getOrDefault(prefix, 0L)
				+ running.stream().mapToLong((node) -> counters(node).getOrDefault(prefix, 0L)).sum();
	}

	private static Map<String, Long> counters(LabNode node) {
		return parse(node.admin().info("errorstats"));
	}

	/** Reads lines like {@code errorstat_ASK:count=3}. */
	static Map<String, Long> parse(String errorStats) {
		Map<String, Long> counters = new ConcurrentHashMap<>();
		NodeAdmin.properties(errorStats)
			.forEach((name, count) -> counters.put(name.substring("errorstat_".length()),
					Long.valueOf(count.substring("count=".length()))));
		return counters;
	}

}
