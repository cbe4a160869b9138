package io.github.jedistopology.sample.lab;

import java.util.List;

import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.SlotRange;

/**
 * The embedded cluster as its own nodes see it, whatever the client knows.
 *
 * @param configurationEndpoint where clients begin, as {@code host:port}
 * @param shards the shards, those with the oldest primaries first
 */
record ClusterDescription(String configurationEndpoint, List<Shard> shards) {

	static ClusterDescription of(RedisClusterLab lab) {
		return new ClusterDescription(lab.configurationEndpoint(), lab.shards().stream().map(Shard::of).toList());
	}

	/**
	 * One shard.
	 *
	 * @param slots the slots that it serves
	 * @param primary the node that owns them
	 * @param replicas its copies
	 */
	record Shard(List<String> slots, Node primary, List<Node> replicas) {

		static Shard of(LabShard shard) {
			return new Shard(shard.slots().stream().map(SlotRange::toString).toList(), Node.of(shard.primary()),
					shard.replicas().stream().map(Node::of).toList());
		}

	}

	/**
	 * One node.
	 *
	 * @param name its name, which no other node ever has
	 * @param endpoint where clients connect to, as {@code host:port}
	 * @param ip the address behind the host name
	 * @param pid the id of its process
	 */
	record Node(String name, String endpoint, String ip, long pid) {

		static Node of(LabNode node) {
			return new Node(node.name(), node.hostAndPort(), node.address().getAddress().getHostAddress(), node.pid());
		}

	}

}
