package io.github.jedistopology.internal.command;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.jedistopology.ClusterNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link ScanCoverage} against generated histories: whatever happens to a cluster while
 * it is scanned, no key that is there all the time is missed, and the scan ends soon
 * after the last change.
 */
class ScanHistoryTests {

	private static final int SEEDS = 200;

	private static final int KEYS_PER_BATCH = 5;

	@ParameterizedTest
	@MethodSource("chances")
	void noKeyIsMissed(double chance) {
		for (int seed = 0; seed < SEEDS; seed++) {
			Random random = new Random(seed);
			ScannedCluster cluster = new ScannedCluster(random, 100);
			ScanCoverage coverage = new ScanCoverage();
			Set<Integer> found = new HashSet<>();
			int steps = 0;
			for (ClusterNode node = next(coverage, cluster, random); node != null; node = next(coverage, cluster,
					random)) {
				visit(node, coverage, cluster, found, chance);
				assertThat(++steps).as("nodes asked with seed %d", seed).isLessThan(500);
			}
			assertThat(found).as("keys with seed %d", seed)
				.containsAll(IntStream.range(0, ScannedCluster.KEYS).boxed().toList());
		}
	}

	static double[] chances() {
		return new double[] { 0, 0.3, 0.6 };
	}

	private static ClusterNode next(ScanCoverage coverage, ScannedCluster cluster, Random random) {
		ClusterNode node = coverage.next(cluster.believed(), random.nextInt(ScannedCluster.SLOTS));
		if (node == null) {
			return null;
		}
		if (random.nextInt(4) == 0) {
			cluster.refresh();
		}
		return node;
	}

	private static void visit(ClusterNode node, ScanCoverage coverage, ScannedCluster cluster, Set<Integer> found,
			double chance) {
		NodeSlots before = cluster.ask(node.id());
		if (before == null || !coverage.begins(before)) {
			cluster.maybeChange(chance);
			cluster.refresh();
			return;
		}
		for (int cursor = 0; cursor < ScannedCluster.KEYS; cursor += KEYS_PER_BATCH) {
			cluster.maybeChange(chance);
			BitSet batch = cluster.keysAt(node.id());
			if (batch == null) {
				cluster.refresh();
				return;
			}
			batch.clear(0, cursor);
			batch.clear(cursor + KEYS_PER_BATCH, ScannedCluster.KEYS + KEYS_PER_BATCH);
			batch.stream().forEach(found::add);
		}
		cluster.maybeChange(chance);
		NodeSlots after = cluster.ask(node.id());
		if (after != null) {
			coverage.visited(before, after);
		}
	}

}
