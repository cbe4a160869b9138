package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Shards;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

/**
 * A cluster that grows, shrinks and moves slots, by chance. Each of its nodes sees that
 * late, and the configuration endpoint's name later still; nodes fail and hang for a
 * while. A removed node believes for ever what it believed last, if it answers at all.
 */
final class SimulatedCluster {

	static final HostAndPort CONFIGURATION_ENDPOINT = new HostAndPort("cfg.test", 6379);

	/** So many slots are served; the others belong to nobody. */
	static final int SLOTS = 64;

	private enum Mood {

		ANSWERS, FAILS, HANGS

	}

	private final Random random;

	private final TreeMap<Instant, List<Shard>> history = new TreeMap<>();

	private final Map<String, Instant> removals = new HashMap<>();

	private final List<HostAndPort> removedPrimaries = new ArrayList<>();

	private final Map<String, Mood> moods = new HashMap<>();

	private final Map<String, Duration> lags = new HashMap<>();

	private int nodes;

	private boolean calm;

	SimulatedCluster(Random random, Instant now) {
		this.random = random;
		List<Shard> shards = new ArrayList<>();
		int count = 3 + random.nextInt(4);
		for (int i = 0; i < count; i++) {
			BitSet slots = new BitSet();
			slots.set(i * SLOTS / count, (i + 1) * SLOTS / count);
			shards.add(shardOfNewNodes(slots));
		}
		this.history.put(now, shards);
	}

	private Shard shardOfNewNodes(BitSet slots) {
		List<ClusterNode> replicas = this.random.nextBoolean() ? List.of()
				: Shards.of("x<" + name() + ":").get(0).replicas();
		return new Shard(Shards.node(name()), replicas, SlotRange.of(slots));
	}

	private String name() {
		return "n" + this.nodes++;
	}

	List<Shard> truth() {
		return this.history.lastEntry().getValue();
	}

	/** Where removed primaries live on, or not. */
	List<HostAndPort> removedPrimaries() {
		return this.removedPrimaries;
	}

	/** Changes something, and says which slots have moved. */
	BitSet change(Instant now) {
		List<Shard> before = truth();
		List<Shard> serving = before.stream().filter(Shard::serving).toList();
		Shard any = serving.get(this.random.nextInt(serving.size()));
		int what = this.random.nextInt(10);
		if (what < 2 && before.size() < 8) {
			List<Shard> grown = new ArrayList<>(before);
			grown.add(shardOfNewNodes(new BitSet()));
			this.history.put(now, grown);
		}
		else if (what < 5 && serving.size() > 2) {
			return drain(any, now);
		}
		else if (what < 6 && before.size() > serving.size()) {
			Shard empty = before.stream().filter((shard) -> !shard.serving()).findAny().orElseThrow();
			this.history.put(now, before.stream().filter((shard) -> shard != empty).toList());
			this.removedPrimaries.add(empty.primary().endpoint());
			empty.nodes().forEach((node) -> {
				this.removals.put(node.id(), now);
				this.moods.put(node.id(), Mood.values()[this.random.nextInt(Mood.values().length)]);
			});
		}
		else {
			BitSet some = SlotRange.slots(any.slots());
			some.clear(0, some.nextSetBit(0) + this.random.nextInt(some.cardinality()));
			return move(some, before.get(this.random.nextInt(before.size())), now);
		}
		return new BitSet();
	}

	private BitSet drain(Shard shard, Instant now) {
		List<Shard> others = truth().stream().filter((other) -> other != shard && other.serving()).toList();
		return move(SlotRange.slots(shard.slots()), others.get(this.random.nextInt(others.size())), now);
	}

	private BitSet move(BitSet slots, Shard to, Instant now) {
		this.history.put(now, truth().stream().map((shard) -> {
			BitSet owned = SlotRange.slots(shard.slots());
			owned.andNot(slots);
			if (shard == to) {
				owned.or(slots);
			}
			return new Shard(shard.primary(), shard.replicas(), SlotRange.of(owned));
		}).toList());
		return slots;
	}

	HostAndPort ownerOf(int slot) {
		return truth().stream()
			.filter((shard) -> SlotRange.slots(shard.slots()).get(slot))
			.findFirst()
			.orElseThrow()
			.primary()
			.endpoint();
	}

	/** Some nodes change their behaviour. */
	void moodSwing() {
		truth().stream().flatMap(Shard::nodes).forEach((node) -> {
			if (this.random.nextInt(4) == 0) {
				int what = this.random.nextInt(10);
				this.moods.put(node.id(), (what < 6) ? Mood.ANSWERS : (what < 8) ? Mood.FAILS : Mood.HANGS);
				this.lags.put(node.id(), Duration.ofMillis(this.random.nextInt(3) * this.random.nextInt(1500)));
			}
		});
	}

	/**
	 * From now on nothing changes, members tell the truth, and removed nodes are gone.
	 */
	void calmDown() {
		this.calm = true;
		this.moods.clear();
		this.lags.clear();
		this.removals.keySet().forEach((id) -> this.moods.put(id, this.random.nextBoolean() ? Mood.FAILS : Mood.HANGS));
	}

	/** What a source answers: a view, a failure, or nothing ever. */
	@Nullable Event answer(int round, Source source, Instant now) {
		ClusterNode node = nodeAt(source);
		return switch (this.moods.getOrDefault(node.id(), Mood.ANSWERS)) {
			case ANSWERS -> new Event.Answered(round, source, new View(viewOf(node, now)));
			case FAILS -> new Event.NotAnswered(round, source, "refused");
			case HANGS -> null;
		};
	}

	private ClusterNode nodeAt(Source source) {
		return this.history.values()
			.stream()
			.flatMap(List::stream)
			.flatMap(Shard::nodes)
			.filter((node) -> node.isAt(source.target()))
			.findFirst()
			.orElseThrow();
	}

	private List<Shard> viewOf(ClusterNode node, Instant now) {
		Instant seen = now.minus(this.lags.getOrDefault(node.id(), Duration.ZERO));
		Instant removal = this.removals.get(node.id());
		if (removal != null && !seen.isBefore(removal)) {
			return this.history.lowerEntry(removal).getValue();
		}
		Map.Entry<Instant, List<Shard>> entry = this.history.floorEntry(seen);
		return (entry != null) ? entry.getValue() : this.history.firstEntry().getValue();
	}

	/**
	 * What the name service answers: what was true up to 5 s ago, a failure, or nothing.
	 */
	@Nullable Event addresses(int round, HostAndPort endpoint, Instant now) {
		int what = this.calm ? 0 : this.random.nextInt(10);
		if (what == 9) {
			return new Event.NotLookedUp(round, endpoint, "unknown host");
		}
		if (what == 8) {
			return null;
		}
		Duration lag = this.calm ? Duration.ZERO : Duration.ofMillis(this.random.nextInt(5000));
		Map.Entry<Instant, List<Shard>> seen = this.history.floorEntry(now.minus(lag));
		List<Shard> shards = (seen != null) ? seen.getValue() : this.history.firstEntry().getValue();
		return new Event.LookedUp(round, endpoint,
				shards.stream().flatMap(Shard::nodes).map(SimulatedCluster::address).toList());
	}

	private static InetAddress address(ClusterNode node) {
		try {
			return InetAddress.getByName(Shards.ip(node.id()));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
