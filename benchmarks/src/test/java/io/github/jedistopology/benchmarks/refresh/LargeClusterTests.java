package io.github.jedistopology.benchmarks.refresh;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;
import io.github.jedistopology.internal.view.ViewQuery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LargeCluster}, and for what its topology weighs.
 */
class LargeClusterTests {

	private static final LargeCluster CLUSTER = new LargeCluster(LargeCluster.Hosts.NAMES, -1);

	/** So many that nothing else in the heap matters. */
	private static final int COPIES = 100;

	private final View view = new ViewQuery(false, AddressMapper.IDENTITY).ask(Source.node(CLUSTER.endpoint(0)),
			ViewBytes.of(CLUSTER, 10));

	@Test
	void whatItSaysIsAViewOfAThousandNodes() {
		assertThat(this.view.table().nodes()).hasSize(LargeCluster.NODES);
		assertThat(this.view.shards().stream().mapToInt((shard) -> shard.slots().size()).sum()).isEqualTo(4096);
		assertThat(this.view.table().coveredSlots()).isEqualTo(16384);
		assertThat(this.view.author()).isEqualTo(this.view.table().nodes().get(10).id());
	}

	@Test
	void topologyIsSmall() {
		long before = used();
		List<Topology> topologies = Stream.generate(this::copy).limit(COPIES).toList();
		long each = (used() - before) / COPIES;
		assertThat(topologies).hasSize(COPIES);
		assertThat(each).isBetween(256L * 1024, 448L * 1024);
	}

	private static long used() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private Topology copy() {
		List<Shard> shards = new ArrayList<>(LargeCluster.SHARDS);
		for (Shard shard : this.view.shards()) {
			List<ClusterNode> replicas = new ArrayList<>(1);
			replicas.add(copy(shard.replicas().get(0)));
			List<SlotRange> slots = new ArrayList<>(shard.slots().size());
			shard.slots().forEach((range) -> slots.add(new SlotRange(range.start(), range.end())));
			shards.add(new Shard(copy(shard.primary()), replicas, slots));
		}
		return Topology.of(1, Instant.EPOCH, shards);
	}

	private static ClusterNode copy(ClusterNode node) {
		return new ClusterNode(copy(node.id()),
				new HostAndPort(copy(node.endpoint().getHost()), node.endpoint().getPort()),
				copy(String.valueOf(node.ip())), node.role(), node.health());
	}

	/** With characters of its own. */
	private static String copy(String text) {
		return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
	}

}
