package io.github.jedistopology.internal.jedis;

import java.io.Closeable;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.SuspicionSettings;
import io.github.jedistopology.internal.command.ReplicaReads;
import io.github.jedistopology.internal.connection.Dialer;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.PoolThreads;
import io.github.jedistopology.internal.connection.ReplicationWatch;

/**
 * What reads from replicas take: connections of their own to every node, and a watch over
 * the nodes. There is none while all reads go to primaries.
 */
final class ReplicaConnections implements AutoCloseable {

	private final NodePools pools;

	private final ReplicaReads reads;

	ReplicaConnections(ClusterSettings settings, ClusterDialer dialer, PoolThreads threads, RandomGenerator random) {
		this.pools = new NodePools(forReads(dialer), failingFast(settings), System::nanoTime, threads,
				(endpoint, trusted) -> {
					// A read that fails tells the engine why.
				});
		this.reads = new ReplicaReads(this.pools, new ReplicationWatch(this.pools, System::nanoTime, threads),
				settings.reads(), random);
	}

	private static Dialer forReads(ClusterDialer dialer) {
		return new Dialer() {

			@Override
			public NodeConnection dial(Dial dial, Consumer<Closeable> socket) {
				return dialer.dialForReads(dial, socket);
			}

			@Override
			public CompletionStage<List<InetAddress>> lookUp(String host) {
				return dialer.lookUp(host);
			}

		};
	}

	/** No read waits for a silent replica, since the primary can serve it. */
	private static ClusterSettings failingFast(ClusterSettings settings) {
		SuspicionSettings suspicion = settings.suspicion();
		return settings.withSuspicion(new SuspicionSettings(suspicion.silence(), true, suspicion.maxWaiting()));
	}

	ReplicaReads reads() {
		return this.reads;
	}

	NodePools pools() {
		return this.pools;
	}

	void renewConnections() {
		this.pools.renewAll();
	}

	@Override
	public void close() {
		this.pools.close();
	}

}
