package io.github.jedistopology.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyHistory;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.Trigger;

/**
 * A topology manager without a cluster: two shards, the first of them with a replica.
 */
public final class FakeTopologyManager implements TopologyManager {

	public static final Instant CONFIRMED_AT = Instant.parse("2026-01-02T03:04:05Z");

	private final String clusterName;

	private Topology topology;

	private final List<TopologyListener> listeners = new CopyOnWriteArrayList<>();

	private Duration refreshInterval = Duration.ofSeconds(30);

	private @Nullable RefreshReport lastRefresh;

	private CompletableFuture<RefreshReport> refresh = new CompletableFuture<>();

	private Map<HostAndPort, Instant> suspects = Map.of();

	private Map<HostAndPort, Instant> tombstones = Map.of();

	private TopologyHistory history = new TopologyHistory(List.of(), List.of());

	private FakeTopologyManager(String clusterName, Topology topology) {
		this.clusterName = clusterName;
		this.topology = topology;
	}

	public static FakeTopologyManager covered(String clusterName) {
		return new FakeTopologyManager(clusterName,
				topology(List.of(new SlotRange(0, 8191)), List.of(new SlotRange(8192, 16383))));
	}

	/** It knows its nodes, and none of them serves anything. */
	public static FakeTopologyManager withoutSlots(String clusterName) {
		return new FakeTopologyManager(clusterName, topology(List.of(), List.of()));
	}

	public static FakeTopologyManager withUncoveredSlots(String clusterName) {
		return new FakeTopologyManager(clusterName,
				topology(List.of(new SlotRange(0, 99), new SlotRange(101, 8191)), List.of(new SlotRange(8200, 16383))));
	}

	/** It has not heard of its cluster yet. */
	public static FakeTopologyManager blank(String clusterName) {
		return new FakeTopologyManager(clusterName, Topology.of(0, CONFIRMED_AT, List.of()));
	}

	private static Topology topology(List<SlotRange> first, List<SlotRange> second) {
		Shard one = new Shard(node("a", 7000, NodeRole.PRIMARY), List.of(node("b", 7001, NodeRole.REPLICA)), first);
		Shard two = new Shard(ClusterNode.unidentified(new HostAndPort("node-2.test", 7002)), List.of(), second);
		return Topology.of(7, CONFIRMED_AT.minusSeconds(60), List.of(one, two));
	}

	private static ClusterNode node(String letter, int port, NodeRole role) {
		return new ClusterNode(letter.repeat(40), new HostAndPort("127.0.0.1", port), "127.0.0.1", role,
				NodeHealth.ONLINE);
	}

	/** Of three sources one agrees, one disagrees, and one is not to be found. */
	public static RefreshReport report(Trigger trigger, Outcome outcome) {
		return report(trigger, outcome, CONFIRMED_AT);
	}

	/** The same at another time. */
	public static RefreshReport report(Trigger trigger, Outcome outcome, Instant startedAt) {
		return new RefreshReport(trigger, startedAt, Duration.ofMillis(20), outcome,
				(outcome == Outcome.DOUBTED) ? "too many slots lost" : null,
				List.of(new SourceReport(new HostAndPort("127.0.0.1", 7000), null),
						new SourceReport(new HostAndPort("127.0.0.1", 7001), null, List.of(new SlotRange(5, 9))),
						new SourceReport(new HostAndPort("node-9.test", 7009), "unknown host")));
	}

	public FakeTopologyManager suspects(Map<HostAndPort, Instant> suspects) {
		this.suspects = suspects;
		return this;
	}

	public FakeTopologyManager tombstones(Map<HostAndPort, Instant> tombstones) {
		this.tombstones = tombstones;
		return this;
	}

	public FakeTopologyManager history(TopologyHistory history) {
		this.history = history;
		return this;
	}

	@Override
	public Map<HostAndPort, Instant> suspects() {
		return this.suspects;
	}

	@Override
	public Map<HostAndPort, Instant> tombstones() {
		return this.tombstones;
	}

	@Override
	public TopologyHistory history() {
		return this.history;
	}

	public FakeTopologyManager becomes(Topology topology) {
		this.topology = topology;
		return this;
	}

	public FakeTopologyManager refreshInterval(Duration interval) {
		this.refreshInterval = interval;
		return this;
	}

	public FakeTopologyManager lastRefresh(RefreshReport report) {
		this.lastRefresh = report;
		return this;
	}

	/** The oldest first. */
	public FakeTopologyManager refreshes(RefreshReport... reports) {
		this.history = new TopologyHistory(this.history.changes(), List.of(reports));
		return lastRefresh(reports[reports.length - 1]);
	}

	public FakeTopologyManager refreshGives(CompletableFuture<RefreshReport> refresh) {
		this.refresh = refresh;
		return this;
	}

	public List<TopologyListener> listeners() {
		return this.listeners;
	}

	@Override
	public String clusterName() {
		return this.clusterName;
	}

	@Override
	public Topology topology() {
		return this.topology;
	}

	@Override
	public Instant confirmedAt() {
		return CONFIRMED_AT;
	}

	@Override
	public Duration refreshInterval() {
		return this.refreshInterval;
	}

	@Override
	public @Nullable RefreshReport lastRefresh() {
		return this.lastRefresh;
	}

	@Override
	public CompletableFuture<RefreshReport> refresh() {
		return this.refresh;
	}

	@Override
	public void addListener(TopologyListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void removeListener(TopologyListener listener) {
		this.listeners.remove(listener);
	}

}
