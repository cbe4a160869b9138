package io.github.jedistopology.benchmarks.kinds;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import redis.clients.jedis.ScanIteration;

/**
 * Scans of all nodes for keys that were there before the first scan: none may be missing.
 */
final class Scans implements Use {

	private static final int KEYS = 400;

	private static final int BATCH = 100;

	private final Stage stage;

	private final Set<String> keys;

	Scans(Stage stage) {
		this.stage = stage;
		this.keys = IntStream.range(0, KEYS).mapToObj(stage::spreadKey).collect(Collectors.toSet());
		this.keys.forEach((key) -> stage.other().set(key, key));
	}

	@Override
	public void once() {
		Set<String> found = this.stage.tally().attempt(this::scan);
		Set<String> missing = new HashSet<>(this.keys);
		missing.removeAll(found);
		this.stage.tally().lost(missing.size(), "a scan: " + missing);
		found.removeAll(this.keys);
		this.stage.tally().wrong(found.size(), "a scan: " + found);
	}

	private Set<String> scan() {
		Set<String> found = new HashSet<>();
		ScanIteration iteration = this.stage.client().scanIteration(BATCH, this.stage.spreadKey("*"));
		while (!iteration.isIterationCompleted()) {
			found.addAll(iteration.nextBatchList());
		}
		return found;
	}

}
