package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.internal.view.Source;

/**
 * Says when to ask which replicas whether they have been promoted: those of primaries
 * that do not answer, twenty times a second, for ten seconds. A refresh would see the
 * promotion too, but only as soon as most nodes have heard of it.
 */
final class FailoverWatch {

	static final Duration PERIOD = Duration.ofMillis(50);

	static final Duration LIMIT = Duration.ofSeconds(10);

	private final Map<HostAndPort, Instant> untilByPrimary = new HashMap<>();

	private final Set<Source> asked = new HashSet<>();

	private boolean watching;

	private Instant next = Instant.MAX;

	void begin(HostAndPort primary, Instant now) {
		this.watching = true;
		this.untilByPrimary.put(primary, now.plus(LIMIT));
		if (this.next.equals(Instant.MAX)) {
			this.next = now;
		}
	}

	/**
	 * Begins with those that the cluster calls failed from now on: their replicas are
	 * about to elect one of them.
	 */
	void begin(TopologyChange change, Instant now) {
		for (Shard shard : change.after().shards()) {
			ClusterNode primary = shard.primary();
			if (shard.serving() && isFailed(primary)
					&& change.before().nodeAt(primary.endpoint()).filter(FailoverWatch::isFailed).isEmpty()) {
				begin(primary.endpoint(), now);
			}
		}
	}

	private static boolean isFailed(ClusterNode node) {
		return node.health() == NodeHealth.FAILED;
	}

	void end(HostAndPort primary) {
		this.untilByPrimary.remove(primary);
	}

	/** When to look at {@link #due} again. */
	Instant next() {
		return this.next;
	}

	/** Whether nothing is watched any more, since the last time this was asked. */
	boolean hasEnded() {
		boolean ended = this.watching && this.untilByPrimary.isEmpty();
		this.watching &= !ended;
		return ended;
	}

	/** The replicas to ask now; those that have not answered yet are not asked again. */
	List<Source> due(Topology topology, Instant now) {
		if (this.next.isAfter(now)) {
			return List.of();
		}
		this.untilByPrimary.values().removeIf((until) -> !until.isAfter(now));
		List<Source> due = new ArrayList<>();
		for (Shard shard : topology.shards()) {
			if (shard.serving() && this.untilByPrimary.containsKey(shard.primary().endpoint())) {
				shard.replicas()
					.stream()
					.map(ClusterNode::endpoint)
					.map(Source::node)
					.filter(this.asked::add)
					.forEach(due::add);
			}
		}
		this.next = this.untilByPrimary.isEmpty() ? Instant.MAX : now.plus(PERIOD);
		return due;
	}

	void told(Source replica) {
		this.asked.remove(replica);
	}

}
