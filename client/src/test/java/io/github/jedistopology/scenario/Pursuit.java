package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * How a client comes after its cluster: how long until its map is right, and how many
 * sources it asks meanwhile.
 */
final class Pursuit implements TopologyListener {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final LongAdder refreshes = new LongAdder();

	private final LongAdder queries = new LongAdder();

	@Override
	public void refreshed(RefreshReport report) {
		this.refreshes.increment();
		this.queries.add(report.sources().size());
	}

	/** How long it takes from now until the client's map says what the cluster says. */
	static Duration timeToRightMap(JedisTopology cluster, RedisClusterLab lab) {
		long start = System.nanoTime();
		String[] owners = owners(lab);
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> isRight(cluster.topologyManager().topology(), owners));
		return Duration.ofNanos(System.nanoTime() - start);
	}

	static boolean isRight(Topology topology, String[] owners) {
		return IntStream.range(0, SlotRange.SLOTS).allMatch((slot) -> owners[slot].equals(topology.ownerId(slot)));
	}

	/** The node IDs of the true owners, by slot. */
	static String[] owners(RedisClusterLab lab) {
		String[] owners = new String[SlotRange.SLOTS];
		lab.shards()
			.forEach((shard) -> shard.slots()
				.forEach((range) -> IntStream.rangeClosed(range.first(), range.last())
					.forEach((slot) -> owners[slot] = shard.primary().id())));
		return owners;
	}

	long refreshes() {
		return this.refreshes.sum();
	}

	long queries() {
		return this.queries.sum();
	}

	void print(String scenario, long errors, Duration timeToRightMap) {
		System.out.printf("%-60s %d errors, right map after %,d ms, %d queries in %d refreshes%n", scenario, errors,
				timeToRightMap.toMillis(), this.queries.sum(), this.refreshes.sum());
	}

}
