package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.Trigger;

/**
 * The answer to a read of {@link RedisTopologyEndpoint}. As JSON, times and durations are
 * ISO-8601 texts, slot ranges texts like {@code 0-5460} or {@code 7}, addresses texts
 * like {@code host:port}; what is not known is left out.
 *
 * @param clusters the clusters by name
 */
public record RedisTopologyDescriptor(Map<String, ClusterDescriptor> clusters) implements OperationResponseBody {

	private static List<String> texts(List<SlotRange> slots) {
		return slots.stream().map(SlotRange::toString).toList();
	}

	/**
	 * One cluster.
	 *
	 * @param version the topology's number in the sequence that the client has published
	 * @param publishedAt when the topology was published
	 * @param confirmedAt when sources last confirmed or changed it
	 * @param age the time since then
	 * @param coveredSlots how many slots are served, 16384 when all are
	 * @param uncoveredSlots the slots that nobody serves
	 * @param shards the shards in the order of their first slots
	 * @param lastRefresh the last refresh, whatever came of it
	 */
	public record ClusterDescriptor(long version, Instant publishedAt, Instant confirmedAt, Duration age,
			int coveredSlots, List<String> uncoveredSlots, List<ShardDescriptor> shards,
			@Nullable RefreshDescriptor lastRefresh) {

		static ClusterDescriptor of(TopologyManager manager, Instant now) {
			Topology topology = manager.topology();
			Instant confirmedAt = manager.confirmedAt();
			RefreshReport lastRefresh = manager.lastRefresh();
			return new ClusterDescriptor(topology.version(), topology.time(), confirmedAt,
					Duration.between(confirmedAt, now).truncatedTo(ChronoUnit.MILLIS), topology.coveredSlots(),
					texts(topology.uncovered()), topology.shards().stream().map(ShardDescriptor::of).toList(),
					(lastRefresh != null) ? RefreshDescriptor.of(lastRefresh) : null);
		}

	}

	/**
	 * One shard.
	 *
	 * @param slots the slots that it serves, empty for a primary that owns none
	 * @param primary the node that owns the slots
	 * @param replicas the primary's copies
	 */
	public record ShardDescriptor(List<String> slots, NodeDescriptor primary, List<NodeDescriptor> replicas) {

		static ShardDescriptor of(Shard shard) {
			return new ShardDescriptor(texts(shard.slots()), NodeDescriptor.of(shard.primary()),
					shard.replicas().stream().map(NodeDescriptor::of).toList());
		}

	}

	/**
	 * One node.
	 *
	 * @param id the node ID
	 * @param endpoint where clients connect to
	 * @param ip the IP address that the node announced
	 * @param health the node's health as the cluster reports it
	 */
	public record NodeDescriptor(String id, String endpoint, @Nullable String ip, NodeHealth health) {

		static NodeDescriptor of(ClusterNode node) {
			return new NodeDescriptor(node.id(), node.endpoint().toString(), node.ip(), node.health());
		}

	}

	/**
	 * One refresh.
	 *
	 * @param trigger why it was made
	 * @param startedAt when it began
	 * @param duration how long it took
	 * @param outcome what it led to
	 * @param sources who was asked, in the order of their answers
	 */
	public record RefreshDescriptor(Trigger trigger, Instant startedAt, Duration duration, Outcome outcome,
			List<SourceDescriptor> sources) {

		static RefreshDescriptor of(RefreshReport report) {
			return new RefreshDescriptor(report.trigger(), report.startedAt(), report.duration(), report.outcome(),
					report.sources().stream().map(SourceDescriptor::of).toList());
		}

	}

	/**
	 * One source of a refresh.
	 *
	 * @param address who was asked
	 * @param failure why there is no view from it
	 */
	public record SourceDescriptor(String address, @Nullable String failure) {

		static SourceDescriptor of(SourceReport source) {
			return new SourceDescriptor(source.address().toString(), source.failure());
		}

	}

}
