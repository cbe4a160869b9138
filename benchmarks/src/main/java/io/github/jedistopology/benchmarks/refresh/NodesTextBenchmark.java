package io.github.jedistopology.benchmarks.refresh;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;
import io.github.jedistopology.internal.view.ViewConnection;
import io.github.jedistopology.internal.view.ViewQuery;

/**
 * What a thousand nodes' {@code CLUSTER NODES} costs to read, by this client and by
 * Lettuce, each to its own idea of a view.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class NodesTextBenchmark {

	private final LargeCluster cluster = new LargeCluster(LargeCluster.Hosts.NAMES, -1);

	private final byte[] text = this.cluster.nodesText(0).getBytes(StandardCharsets.US_ASCII);

	private final ViewQuery query = new ViewQuery(false, AddressMapper.IDENTITY);

	private final Source source = Source.node(this.cluster.endpoint(0));

	private final ViewConnection connection = new NodesOnly(this.cluster.nodes(0));

	@Benchmark
	public View ours() {
		return this.query.ask(this.source, this.connection);
	}

	@Benchmark
	public Partitions lettuce() {
		return ClusterPartitionParser.parse(new String(this.text, StandardCharsets.UTF_8));
	}

	/**
	 * A node that refuses {@code CLUSTER SHARDS}.
	 */
	private record NodesOnly(byte[] nodes) implements ViewConnection {

		private static final byte[] REFUSED = "-NOPERM\r\n".getBytes(StandardCharsets.US_ASCII);

		@Override
		public <T extends @Nullable Object> T ask(List<String> commands, Function<InputStream, T> reader) {
			return reader.apply(
					new SequenceInputStream(new ByteArrayInputStream(REFUSED), new ByteArrayInputStream(this.nodes)));
		}

		@Override
		public void close() {
		}

	}

}
