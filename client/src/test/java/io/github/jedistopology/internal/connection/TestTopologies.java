package io.github.jedistopology.internal.connection;

import java.util.Map;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;

/**
 * Topologies in few words.
 */
public final class TestTopologies {

	private TestTopologies() {
	}

	public static Topology topology(long version, Shard... shards) {
		return Topology.of(version, Instant.EPOCH, Arrays.asList(shards));
	}

	public static TopologyChange change(Topology before, Topology after) {
		return new TopologyChange(before, after, Trigger.PERIODIC, List.of(), Map.of());
	}

	/** A shard without replicas. */
	public static Shard shard(ClusterNode primary, SlotRange... slots) {
		return new Shard(primary, List.of(), Arrays.asList(slots));
	}

	public static SlotRange slots(int start, int end) {
		return new SlotRange(start, end);
	}

	public static ClusterNode node(String id, HostAndPort endpoint) {
		return new ClusterNode(id, endpoint, null, NodeRole.PRIMARY, NodeHealth.ONLINE);
	}

	public static ClusterNode node(String id, String host, int port) {
		return node(id, new HostAndPort(host, port));
	}

}
