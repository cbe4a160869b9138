package io.github.jedistopology.testkit;

import java.time.Duration;

/**
 * Restarts every node, one after the other, as for an upgrade of the servers.
 */
final class RollingRestart {

	/** As long as a removed node goes on to answer. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private RollingRestart() {
	}

	/**
	 * No primary is restarted: a replica takes over first, and clients have a second to
	 * notice.
	 */
	static void of(RedisClusterLab lab) {
		for (LabNode node : lab.nodes()) {
			lab.shards().stream().filter((shard) -> shard.primary().equals(node)).forEach((shard) -> {
				lab.failover(shard.replicas().get(0));
				Await.pause(GRACE);
			});
			lab.kill(node);
			lab.restart(node);
		}
	}

}
