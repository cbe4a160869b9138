package io.github.jedistopology.sample.lab;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * Changes to the embedded cluster, one at a time. Each method returns when its change is
 * complete and every shard has its replica again.
 */
class EmbeddedCluster {

	/** An election takes a few seconds. */
	private static final RetryPolicy ELECTION = RetryPolicy.builder()
		.maxRetries(300)
		.delay(Duration.ofMillis(100))
		.build();

	private final RedisClusterLab lab;

	EmbeddedCluster(RedisClusterLab lab) {
		this.lab = lab;
	}

	ClusterDescription describe() {
		return ClusterDescription.of(this.lab);
	}

	/** Adds shards, and moves their fair share of slots to them. */
	synchronized Scaling scaleOut(int shards) {
		ShardLimits.requireAddable(shards, this.lab.shards().size());
		return scale(() -> this.lab.addShards(shards));
	}

	/** Drains the newest shards, lets the others forget them, and ends them. */
	synchronized Scaling scaleIn(int shards) {
		List<LabNode> primaries = this.lab.primaries();
		ShardLimits.requireRemovable(shards, primaries.size());
		return scale(() -> this.lab.removeShards(primaries.subList(primaries.size() - shards, primaries.size())));
	}

	private Scaling scale(Runnable change) {
		List<LabNode> before = this.lab.nodes();
		int shardsBefore = this.lab.shards().size();
		change.run();
		List<LabNode> after = this.lab.nodes();
		return new Scaling(shardsBefore, this.lab.shards().size(), newIn(after, before), newIn(before, after));
	}

	private static List<String> newIn(List<LabNode> nodes, Collection<LabNode> others) {
		return nodes.stream().filter((node) -> !others.contains(node)).map(LabNode::hostAndPort).toList();
	}

	/**
	 * Kills the oldest primary. Once its replica has been elected, it comes back as the
	 * replica.
	 */
	synchronized KilledPrimary killPrimary() {
		LabShard shard = this.lab.shards().get(0);
		this.lab.kill(shard.primary());
		LabNode successor = new RetryTemplate(ELECTION).invoke(() -> electedIn(shard));
		this.lab.restart(shard.primary());
		return new KilledPrimary(shard.primary().hostAndPort(), successor.hostAndPort());
	}

	private LabNode electedIn(LabShard shard) {
		LabNode successor = successorIn(shard);
		if (successor == null) {
			throw new IllegalStateException("No replica of " + shard.primary() + " was elected");
		}
		return successor;
	}

	/**
	 * Stops the oldest primary from answering for a while, as a long pause would. Longer
	 * than two seconds, and its replica is elected.
	 */
	synchronized FrozenPrimary freezePrimary(Duration pause) {
		LabShard shard = this.lab.shards().get(0);
		this.lab.freeze(shard.primary());
		try {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.lab.thaw(shard.primary());
		LabNode successor = successorIn(shard);
		return new FrozenPrimary(shard.primary().hostAndPort(), pause.toSeconds(),
				(successor != null) ? successor.hostAndPort() : null);
	}

	private @Nullable LabNode successorIn(LabShard shard) {
		List<LabNode> primaries = this.lab.primaries();
		return shard.replicas().stream().filter(primaries::contains).findAny().orElse(null);
	}

	/**
	 * What scaling changed. Nodes are given as {@code host:port}.
	 *
	 * @param shardsBefore how many shards there were
	 * @param shardsNow how many there are
	 * @param added the new nodes, primaries and replicas
	 * @param removed the nodes that are gone, primaries and replicas
	 */
	record Scaling(int shardsBefore, int shardsNow, List<String> added, List<String> removed) {
	}

	/**
	 * What a kill changed. Nodes are given as {@code host:port}.
	 *
	 * @param killed the node that was killed, now a replica
	 * @param elected the replica that took over
	 */
	record KilledPrimary(String killed, String elected) {
	}

	/**
	 * What a freeze changed. Nodes are given as {@code host:port}.
	 *
	 * @param frozen the node that did not answer
	 * @param seconds for how long
	 * @param elected the replica that took over, {@code null} when none did
	 */
	record FrozenPrimary(String frozen, long seconds, @Nullable String elected) {
	}

}
