package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Shards;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

/**
 * A cluster that grows, shrinks, fails over and moves slots, by chance, and raises its
 * config epochs as a Redis Cluster does. Each of its nodes sees that late, or not at all
 * while it is partitioned, and the configuration endpoint's name later still; nodes fail,
 * hang and lie for a while. A removed node believes for ever what it believed last, if it
 * answers at all.
 */
final class SimulatedCluster {

	static final HostAndPort CONFIGURATION_ENDPOINT = new HostAndPort("cfg.test", 6379);

	/** So many slots are served; the others belong to nobody. */
	static final int SLOTS = 64;

	private enum Mood {

		ANSWERS, FAILS, HANGS,

		/** Gives somebody's slots to another, with an epoch that nobody else has seen. */
		BOASTS,

		/** Gives some slots to another, with the epoch that this one really has. */
		HALF_TRUE

	}

	private final TreeMap<Instant, State> history = new TreeMap<>();

	private final Map<String, Instant> removals = new HashMap<>();

	private final List<HostAndPort> removedPrimaries = new ArrayList<>();

	private final Map<String, Mood> moods = new HashMap<>();

	private final Map<String, Duration> lags = new HashMap<>();

	private final Map<String, Instant> partitions = new HashMap<>();

	private final Set<String> unheardLiars = new HashSet<>();

	private int nodes;

	private boolean calm;

	SimulatedCluster(Random random, Instant now) {
		List<Shard> shards = new ArrayList<>();
		Map<String, Long> epochs = new HashMap<>();
		int count = 3 + random.nextInt(4);
		for (int i = 0; i < count; i++) {
			BitSet slots = new BitSet();
			slots.set(i * SLOTS / count, (i + 1) * SLOTS / count);
			shards.add(shardOfNewNodes(slots, random));
			epochs.put(shards.get(i).primary().id(), i + 1L);
		}
		this.history.put(now, new State(shards, epochs));
	}

	private Shard shardOfNewNodes(BitSet slots, Random random) {
		List<ClusterNode> replicas = random.nextBoolean() ? List.of()
				: Shards.of("x<" + name() + ":").get(0).replicas();
		return new Shard(Shards.node(name()), replicas, SlotRange.of(slots));
	}

	private String name() {
		return "n" + this.nodes++;
	}

	List<Shard> truth() {
		return state().shards();
	}

	private State state() {
		return this.history.lastEntry().getValue();
	}

	/** Where removed primaries live on, or not. */
	List<HostAndPort> removedPrimaries() {
		return this.removedPrimaries;
	}

	/** Changes something, and says which slots have moved. */
	BitSet change(Random random, Instant now) {
		List<Shard> before = truth();
		List<Shard> serving = before.stream().filter(Shard::serving).toList();
		Shard any = serving.get(random.nextInt(serving.size()));
		int what = random.nextInt(11);
		if (what < 2 && before.size() < 8) {
			List<Shard> grown = new ArrayList<>(before);
			grown.add(shardOfNewNodes(new BitSet(), random));
			this.history.put(now, new State(grown, state().epochs()));
		}
		else if (what < 5 && serving.size() > 2) {
			List<Shard> others = serving.stream().filter((other) -> other != any).toList();
			return move(SlotRange.slots(any.slots()), others.get(random.nextInt(others.size())), now);
		}
		else if (what < 6 && before.size() > serving.size()) {
			Shard empty = before.stream().filter((shard) -> !shard.serving()).findAny().orElseThrow();
			this.history.put(now,
					new State(before.stream().filter((shard) -> shard != empty).toList(), state().epochs()));
			this.removedPrimaries.add(empty.primary().endpoint());
			empty.nodes().forEach((node) -> remove(node, random, now));
		}
		else if (what < 7 && !any.replicas().isEmpty()) {
			return failOver(any, now);
		}
		else if (what < 8 && !any.replicas().isEmpty()) {
			Shard bare = new Shard(any.primary(), List.of(), any.slots());
			this.history.put(now, new State(before.stream().map((shard) -> (shard == any) ? bare : shard).toList(),
					state().epochs()));
			any.replicas().forEach((node) -> remove(node, random, now));
		}
		else {
			BitSet some = SlotRange.slots(any.slots());
			some.clear(0, some.nextSetBit(0) + random.nextInt(some.cardinality()));
			return move(some, before.get(random.nextInt(before.size())), now);
		}
		return new BitSet();
	}

	private void remove(ClusterNode node, Random random, Instant now) {
		this.removals.put(node.id(), now);
		this.moods.put(node.id(), Mood.values()[random.nextInt(3)]);
	}

	/** The new owner takes an epoch higher than all others, as an importing node does. */
	private BitSet move(BitSet slots, Shard to, Instant now) {
		List<Shard> moved = truth().stream().map((shard) -> {
			BitSet owned = SlotRange.slots(shard.slots());
			owned.andNot(slots);
			if (shard == to) {
				owned.or(slots);
			}
			return new Shard(shard.primary(), shard.replicas(), SlotRange.of(owned));
		}).toList();
		this.history.put(now, state().with(moved, to.primary().id()));
		return slots;
	}

	private BitSet failOver(Shard shard, Instant now) {
		ClusterNode promoted = shard.replicas().get(0).withRole(NodeRole.PRIMARY);
		Shard failedOver = new Shard(promoted, List.of(shard.primary().withRole(NodeRole.REPLICA)), shard.slots());
		this.history.put(now, state()
			.with(truth().stream().map((other) -> (other == shard) ? failedOver : other).toList(), promoted.id()));
		return SlotRange.slots(shard.slots());
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
	void moodSwing(Random random, Instant now) {
		members().forEach((node) -> {
			if (random.nextInt(4) == 0) {
				int what = random.nextInt(14);
				this.moods.put(node.id(), (what < 8) ? Mood.ANSWERS : Mood.values()[1 + (what - 8) % 4]);
				this.lags.put(node.id(), Duration.ofMillis(random.nextInt(3) * random.nextInt(1500)));
				if (random.nextInt(5) == 0) {
					this.partitions.put(node.id(), now);
				}
				else {
					this.partitions.remove(node.id());
				}
			}
		});
	}

	/** Most nodes see for a while what was some time ago. */
	void fallBack(Random random) {
		Duration lag = Duration.ofMillis(1000 + random.nextInt(9000));
		members().stream().filter((node) -> random.nextInt(4) > 0).forEach((node) -> this.lags.put(node.id(), lag));
	}

	private List<ClusterNode> members() {
		return truth().stream().flatMap(Shard::nodes).toList();
	}

	/**
	 * From now on nothing changes, removed nodes are gone, and of those who may be asked
	 * all but a few tell the truth: fewer than half of a small sample of them do not.
	 * None of these is a primary that denies its own slots: nobody knows better.
	 */
	void calmDown(Random random) {
		this.calm = true;
		this.moods.clear();
		this.lags.clear();
		this.partitions.clear();
		this.removals.keySet().forEach((id) -> this.moods.put(id, random.nextBoolean() ? Mood.FAILS : Mood.HANGS));
		List<ClusterNode> sources = new ArrayList<>(
				truth().stream().filter(Shard::serving).flatMap(Shard::nodes).toList());
		Collections.shuffle(sources, random);
		int liars = random.nextInt((sources.size() - 1) / 4 + 1);
		sources.removeIf((node) -> state().victimOf(node).primary().id().equals(node.id()));
		sources.subList(0, Math.min(liars, sources.size())).forEach((liar) -> {
			this.moods.put(liar.id(), random.nextBoolean() ? Mood.BOASTS : Mood.HALF_TRUE);
			this.unheardLiars.add(liar.id());
		});
	}

	/** Whether somebody who will lie for ever has not been asked yet. */
	boolean hasUnheardLiars() {
		return !this.unheardLiars.isEmpty();
	}

	/** What a source answers: a view, a failure, or nothing ever. */
	@Nullable Event answer(int round, Source source, Instant now) {
		ClusterNode node = nodeAt(source);
		Mood mood = this.moods.getOrDefault(node.id(), Mood.ANSWERS);
		this.unheardLiars.remove(node.id());
		return switch (mood) {
			case ANSWERS -> new Event.Answered(round, source, stateOf(node, now).seenBy(node));
			case FAILS -> new Event.NotAnswered(round, source, "refused");
			case HANGS -> null;
			case BOASTS, HALF_TRUE ->
				new Event.Answered(round, source, stateOf(node, now).twisted(node, mood == Mood.BOASTS).seenBy(node));
		};
	}

	private ClusterNode nodeAt(Source source) {
		return this.history.values()
			.stream()
			.flatMap((state) -> state.shards().stream())
			.flatMap(Shard::nodes)
			.filter((node) -> node.isAt(source.target()))
			.findFirst()
			.orElseThrow();
	}

	private State stateOf(ClusterNode node, Instant now) {
		Instant seen = this.partitions.getOrDefault(node.id(), now)
			.minus(this.lags.getOrDefault(node.id(), Duration.ZERO));
		Instant removal = this.removals.get(node.id());
		if (removal != null && !seen.isBefore(removal)) {
			return this.history.lowerEntry(removal).getValue();
		}
		Map.Entry<Instant, State> entry = this.history.floorEntry(seen);
		return (entry != null) ? entry.getValue() : this.history.firstEntry().getValue();
	}

	/** How long the name service takes: at times, longer than a refresh. */
	int lookUpMillis(Random random) {
		return (!this.calm && random.nextInt(10) == 0) ? 1000 + random.nextInt(9000) : 1 + random.nextInt(60);
	}

	/** What the name service answers: what was true up to 5 s ago, or a failure. */
	Event addresses(HostAndPort endpoint, Random random, Instant now) {
		if (!this.calm && random.nextInt(10) == 0) {
			return new Event.NotLookedUp(endpoint, "unknown host");
		}
		Duration lag = this.calm ? Duration.ZERO : Duration.ofMillis(random.nextInt(5000));
		Map.Entry<Instant, State> seen = this.history.floorEntry(now.minus(lag));
		State state = (seen != null) ? seen.getValue() : this.history.firstEntry().getValue();
		return new Event.LookedUp(endpoint,
				state.shards().stream().flatMap(Shard::nodes).map(SimulatedCluster::address).toList());
	}

	private static InetAddress address(ClusterNode node) {
		try {
			return InetAddress.getByName(Shards.ip(node.id()));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The cluster at one moment.
	 */
	private record State(List<Shard> shards, Map<String, Long> epochs) {

		State with(List<Shard> shards, String raised) {
			Map<String, Long> raisedEpochs = new HashMap<>(this.epochs);
			raisedEpochs.put(raised, Collections.max(this.epochs.values()) + 1);
			return new State(shards, raisedEpochs);
		}

		View seenBy(ClusterNode node) {
			Map<String, Long> told = new HashMap<>();
			this.shards
				.forEach((shard) -> told.put(shard.primary().id(), this.epochs.getOrDefault(shard.primary().id(), 0L)));
			return new View(this.shards, told, node.id());
		}

		/** Whose slots a liar gives to another. */
		Shard victimOf(ClusterNode liar) {
			List<Shard> serving = this.shards.stream().filter(Shard::serving).toList();
			return serving.get(Math.floorMod(liar.id().hashCode(), serving.size()));
		}

		/** One shard's slots go to the next one. */
		State twisted(ClusterNode liar, boolean boasting) {
			List<Shard> serving = this.shards.stream().filter(Shard::serving).toList();
			// Of two owners, only the liar would be left to be asked.
			if (serving.size() < 3) {
				return this;
			}
			Shard from = victimOf(liar);
			Shard to = serving.get((serving.indexOf(from) + 1) % serving.size());
			List<Shard> twisted = this.shards.stream().map((shard) -> {
				List<SlotRange> slots = new ArrayList<>((shard != from) ? shard.slots() : List.of());
				slots.addAll((shard == to) ? from.slots() : List.of());
				return new Shard(shard.primary(), shard.replicas(), SlotRange.of(SlotRange.slots(slots)));
			}).toList();
			Map<String, Long> told = new HashMap<>(this.epochs);
			if (boasting) {
				told.put(to.primary().id(), 1_000_000L);
			}
			return new State(twisted, told);
		}

	}

}
