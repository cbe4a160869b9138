package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When the cluster works by its own word: what clients can be measured against.
 */
public final class Recovery {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final Duration INTERVAL = Duration.ofMillis(5);

	private Recovery() {
	}

	/**
	 * Waits until each of these shards has a running node that calls itself its primary
	 * (ROLE), and all their running nodes find the cluster's state ok. Asks every 5 ms.
	 * @param shards the shards as they were before something happened to them; best the
	 * one that it happened to first, since that is the one then asked most often
	 * @return the {@link System#nanoTime()} at which it was so
	 * @throws IllegalStateException when it is not so within a minute
	 */
	public static long await(List<LabShard> shards) {
		Await.until("The cluster works", TIMEOUT, INTERVAL, () -> missing(shards));
		return System.nanoTime();
	}

	private static @Nullable String missing(List<LabShard> shards) {
		for (LabShard shard : shards) {
			if (shard.nodes().stream().noneMatch((node) -> node.isRunning() && node.admin().isPrimary())) {
				return "no running primary for the slots " + shard.slots();
			}
		}
		return shards.stream()
			.flatMap((shard) -> shard.nodes().stream())
			.filter((node) -> node.isRunning() && !node.admin().isStateOk())
			.findFirst()
			.map((node) -> "cluster_state of " + node + " is not ok")
			.orElse(null);
	}

}
