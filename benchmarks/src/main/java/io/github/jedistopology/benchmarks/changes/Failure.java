package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * What goes wrong with a cluster. What the cluster cannot heal by itself is over after
 * three seconds.
 */
public enum Failure {

	/** SIGKILL; a replica takes over. */
	PRIMARY_KILLED("primary killed, restarted after the failover", true, false) {

		@Override
		Runnable strike(RedisClusterLab lab, LabShard shard) {
			lab.kill(shard.primary());
			return () -> lab.restart(shard.primary());
		}

	},

	/** SIGSTOP; a replica takes over. */
	PRIMARY_FROZEN("primary frozen, thawed after the failover", true, false) {

		@Override
		Runnable strike(RedisClusterLab lab, LabShard shard) {
			lab.freeze(shard.primary());
			return () -> lab.thaw(shard.primary());
		}

	},

	/** SIGKILL to a replica. */
	REPLICA_KILLED("replica killed, restarted", true, false) {

		@Override
		Runnable strike(RedisClusterLab lab, LabShard shard) {
			LabNode replica = shard.replicas().get(0);
			lab.kill(replica);
			return () -> lab.restart(replica);
		}

	},

	/** SIGKILL to a primary without a replica. */
	PRIMARY_DOWN("primary killed, restarted 3 s later", false, true) {

		@Override
		Runnable strike(RedisClusterLab lab, LabShard shard) {
			return outage(lab, List.of(shard.primary()), RedisClusterLab::kill, RedisClusterLab::restart);
		}

	},

	/** SIGKILL to everybody. */
	ALL_KILLED("all nodes killed, restarted 3 s later", true, true) {

		@Override
		Runnable strike(RedisClusterLab lab, LabShard shard) {
			return outage(lab, lab.nodes(), RedisClusterLab::kill, RedisClusterLab::restart);
		}

	},

	/** SIGSTOP to everybody. */
	ALL_FROZEN("all nodes frozen for 3 s", true, true) {

		@Override
		Runnable strike(RedisClusterLab lab, LabShard shard) {
			return outage(lab, lab.nodes(), RedisClusterLab::freeze, RedisClusterLab::thaw);
		}

	},

	/** {@code CLIENT KILL}. */
	CONNECTIONS_CLOSED("every connection closed by the servers", true, true) {

		@Override
		Runnable strike(RedisClusterLab lab, LabShard shard) {
			lab.primaries().forEach(Failure::closeConnections);
			return () -> {
			};
		}

	};

	private static final Duration OUTAGE = Duration.ofSeconds(3);

	/** The name of the connections that the lab itself uses. */
	private static final String ADMIN = "lab-admin";

	private final String label;

	private final boolean withReplicas;

	private final boolean withoutReplicas;

	Failure(String label, boolean withReplicas, boolean withoutReplicas) {
		this.label = label;
		this.withReplicas = withReplicas;
		this.withoutReplicas = withoutReplicas;
	}

	/**
	 * Lets it happen.
	 * @param lab the cluster that it happens to
	 * @param shard the shard, if it happens to one only
	 * @return what puts the cluster right again; returns when it is
	 */
	abstract Runnable strike(RedisClusterLab lab, LabShard shard);

	boolean fits(int replicas) {
		return (replicas > 0) ? this.withReplicas : this.withoutReplicas;
	}

	/**
	 * What happens, in a few words.
	 * @return a label for tables
	 */
	public String label() {
		return this.label;
	}

	/** The nodes are on their way back when this returns. */
	private static Runnable outage(RedisClusterLab lab, List<LabNode> nodes, BiConsumer<RedisClusterLab, LabNode> end,
			BiConsumer<RedisClusterLab, LabNode> begin) {
		nodes.forEach((node) -> end.accept(lab, node));
		long over = System.nanoTime() + OUTAGE.toNanos();
		while (System.nanoTime() < over) {
			LockSupport.parkNanos(over - System.nanoTime());
		}
		CompletableFuture<?>[] beginnings = nodes.stream()
			.map((node) -> CompletableFuture.runAsync(() -> begin.accept(lab, node),
					(task) -> new Thread(task).start()))
			.toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(beginnings)::join;
	}

	/** All but the lab's own. */
	private static void closeConnections(LabNode node) {
		try (Jedis jedis = new Jedis(node.address().getHostString(), node.address().getPort())) {
			jedis.clientSetname(ADMIN);
			jedis.clientList(ClientType.NORMAL)
				.lines()
				.filter((client) -> !client.contains(" name=" + ADMIN + " "))
				.map((client) -> client.substring("id=".length(), client.indexOf(' ')))
				.forEach((id) -> jedis.clientKill(ClientKillParams.clientKillParams().id(id)));
		}
	}

}
