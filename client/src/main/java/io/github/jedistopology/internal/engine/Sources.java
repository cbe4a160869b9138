package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

/**
 * Chooses whom to ask.
 */
final class Sources {

	private final Random random;

	Sources(Random random) {
		this.random = random;
	}

	/**
	 * The known nodes in the order in which they are asked: at random, one of each shard
	 * first, failed ones and suspects last. A shard without slots may be about to be
	 * removed, and its nodes would be the last to learn of it: they are not asked.
	 */
	List<Source> known(Topology topology, Set<HostAndPort> suspects) {
		List<List<ClusterNode>> shards = new ArrayList<>();
		for (Shard shard : topology.shards()) {
			if (shard.serving()) {
				List<ClusterNode> nodes = new ArrayList<>(shard.replicas());
				nodes.add(shard.primary());
				Collections.shuffle(nodes, this.random);
				shards.add(nodes);
			}
		}
		Collections.shuffle(shards, this.random);
		List<Source> first = new ArrayList<>();
		List<Source> last = new ArrayList<>();
		int most = shards.stream().mapToInt(List::size).max().orElse(0);
		for (int place = 0; place < most; place++) {
			for (List<ClusterNode> nodes : shards) {
				if (place < nodes.size()) {
					ClusterNode node = nodes.get(place);
					boolean doubtful = node.health() == NodeHealth.FAILED || suspects.contains(node.endpoint());
					(doubtful ? last : first).add(Source.node(node.endpoint()));
				}
			}
		}
		first.addAll(last);
		return first;
	}

	/**
	 * The owners about whom views disagree: nobody knows better what they own.
	 */
	List<ClusterNode> disputed(Collection<View> views) {
		Map<String, Set<List<SlotRange>>> claims = new HashMap<>();
		Map<String, ClusterNode> owners = new HashMap<>();
		views.forEach((view) -> view.shards().stream().filter(Shard::serving).forEach((shard) -> {
			String id = shard.primary().id();
			claims.computeIfAbsent(id, (owner) -> new HashSet<>()).add(shard.slots());
			owners.putIfAbsent(id, shard.primary());
		}));
		views.forEach((view) -> {
			Set<String> named = view.ownership().stream().map(View.Owner::id).collect(Collectors.toSet());
			claims.forEach((id, slots) -> {
				if (!named.contains(id)) {
					slots.add(List.of());
				}
			});
		});
		claims.values().removeIf((slots) -> slots.size() == 1);
		owners.keySet().retainAll(claims.keySet());
		return shuffled(List.copyOf(owners.values()));
	}

	/**
	 * Those behind a configured endpoint, in random order. An address where a known node
	 * lives stands for that node. The last resort, for when nobody else answers, are all
	 * addresses as they are, those of removed nodes and of nodes without slots included.
	 */
	Behind behind(HostAndPort endpoint, List<InetAddress> addresses, Topology topology, Predicate<HostAndPort> gone) {
		List<Source> lastResort = new ArrayList<>();
		List<Source> sources = new ArrayList<>();
		for (InetAddress address : shuffled(addresses)) {
			Source source = new Source(endpoint, address);
			lastResort.add(source);
			Optional<Shard> shard = topology.shards()
				.stream()
				.filter((candidate) -> candidate.nodes().anyMatch((node) -> node.isAt(source.target())))
				.findFirst();
			if (shard.isEmpty() && !gone.test(source.target())) {
				sources.add(source);
			}
			else if (shard.isPresent() && shard.get().serving()) {
				sources.add(Source.node(topology.nodeAt(source.target()).orElseThrow().endpoint()));
			}
		}
		return new Behind(sources, lastResort);
	}

	<T> List<T> shuffled(List<T> list) {
		List<T> shuffled = new ArrayList<>(list);
		Collections.shuffle(shuffled, this.random);
		return shuffled;
	}

	record Behind(List<Source> sources, List<Source> lastResort) {

		/** Those where no known node lives. */
		List<Source> strangers() {
			return this.sources.stream().filter((source) -> source.address() != null).toList();
		}

	}

}
