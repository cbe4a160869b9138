package io.github.jedistopology.benchmarks.refresh;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.ViewQuery;

/**
 * What it costs to find the owner of a slot among a thousand nodes, beside a plain array
 * of nodes by slot. Measure with {@code -prof gc}: neither allocates.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // set before each trial
public class SlotLookUpBenchmark {

	/** No pattern that a processor could foresee. */
	private static final int STEP = 7919;

	private Topology topology;

	private final @Nullable ClusterNode[] nodes = new @Nullable ClusterNode[SlotRange.SLOTS];

	private int slot;

	@Setup
	public void start() {
		LargeCluster cluster = new LargeCluster(LargeCluster.Hosts.NAMES, -1);
		this.topology = new ViewQuery(false, AddressMapper.IDENTITY)
			.ask(Source.node(cluster.endpoint(0)), ViewBytes.of(cluster, 0))
			.table();
		for (int i = 0; i < SlotRange.SLOTS; i++) {
			this.nodes[i] = this.topology.primary(i);
		}
	}

	@Benchmark
	public @Nullable ClusterNode array() {
		return this.nodes[nextSlot()];
	}

	@Benchmark
	public @Nullable ClusterNode topology() {
		return this.topology.primary(nextSlot());
	}

	private int nextSlot() {
		this.slot = (this.slot + STEP) % SlotRange.SLOTS;
		return this.slot;
	}

}
