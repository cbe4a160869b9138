package io.github.jedistopology.testkit.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what goes wrong by its kind, and keeps a few of each kind in words, so that a
 * flood of one does not hide another. Thread-safe.
 */
public final class Incidents {

	static final int MAX_KINDS = 32;

	static final int SAMPLES = 3;

	private final Map<String, Long> counts = new HashMap<>();

	private final List<String> samples = new ArrayList<>();

	/**
	 * Counts one more.
	 * @param kind its kind; beyond a few kinds, {@code other}
	 * @param words what exactly happened
	 */
	public synchronized void add(String kind, String words) {
		boolean known = this.counts.containsKey(kind) || this.counts.size() < MAX_KINDS - 1;
		long count = this.counts.merge(known ? kind : "other", 1L, Long::sum);
		if (count <= SAMPLES) {
			this.samples.add(words);
		}
	}

	/**
	 * How many there were.
	 * @return the counts by kind at this moment
	 */
	public synchronized Map<String, Long> counts() {
		return Map.copyOf(this.counts);
	}

	synchronized long count(String kind) {
		return this.counts.getOrDefault(kind, 0L);
	}

	/**
	 * The first few of each kind.
	 * @return what happened, in words
	 */
	public synchronized List<String> samples() {
		return List.copyOf(this.samples);
	}

}
