package io.github.jedistopology.testkit;

import java.util.List;

/**
 * What the operators of a cluster do on purpose, and what clients therefore have to bear
 * without a failed command. Applied in their order, the changes leave a lab with as many
 * shards and replicas as it had. Each returns when the cluster agrees on it.
 */
public enum PlannedChange {

	/** Two more shards get their share of the slots. */
	SCALE_OUT("two shards added", false) {

		@Override
		public void apply(RedisClusterLab lab) {
			lab.addShards(2);
		}

	},

	/** The two youngest shards give their slots away and are removed. */
	SCALE_IN("two shards removed", false) {

		@Override
		public void apply(RedisClusterLab lab) {
			List<LabNode> primaries = lab.primaries();
			lab.removeShards(primaries.subList(primaries.size() - 2, primaries.size()));
		}

	},

	/** The oldest shard gets one more replica. */
	REPLICA_ADDED("a replica added", false) {

		@Override
		public void apply(RedisClusterLab lab) {
			lab.addReplica(lab.primaries().get(0));
		}

	},

	/** The oldest shard loses its youngest replica. */
	REPLICA_REMOVED("a replica removed", false) {

		@Override
		public void apply(RedisClusterLab lab) {
			List<LabNode> replicas = lab.shards().get(0).replicas();
			lab.removeReplica(replicas.get(replicas.size() - 1));
		}

	},

	/** In every shard a replica takes over. */
	FAILOVER("graceful failover of every shard", true) {

		@Override
		public void apply(RedisClusterLab lab) {
			lab.shards().forEach((shard) -> lab.failover(shard.replicas().get(0)));
		}

	},

	/** Every node is restarted, primaries after a failover. */
	ROLLING_RESTART("rolling restart, failover before each primary's", true) {

		@Override
		public void apply(RedisClusterLab lab) {
			RollingRestart.of(lab);
		}

	},

	/** A new node takes the place of each old one. */
	REPLACEMENT("every node replaced", false) {

		@Override
		public void apply(RedisClusterLab lab) {
			lab.replaceEveryNode();
		}

	};

	private final String label;

	private final boolean needsReplicas;

	PlannedChange(String label, boolean needsReplicas) {
		this.label = label;
		this.needsReplicas = needsReplicas;
	}

	/**
	 * Makes the change.
	 * @param lab the cluster; if the change {@link #fits(RedisClusterLab)}
	 */
	public abstract void apply(RedisClusterLab lab);

	/**
	 * Whether it is possible: some changes need a replica in every shard.
	 */
	public boolean fits(RedisClusterLab lab) {
		return !this.needsReplicas || lab.shards().stream().noneMatch((shard) -> shard.replicas().isEmpty());
	}

	/**
	 * What happens, in a few words.
	 */
	public String label() {
		return this.label;
	}

}
