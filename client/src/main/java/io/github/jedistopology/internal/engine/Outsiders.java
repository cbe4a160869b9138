package io.github.jedistopology.internal.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

/**
 * Tells who does not belong to the cluster, whatever he says of it. Pure functions.
 */
final class Outsiders {

	private Outsiders() {
	}

	/**
	 * The answers to put aside, and why. When all of them seem to be another cluster's,
	 * it may as well be this one that is another by now. The same holds for one that no
	 * known node knows, unless more known nodes say so than keep silent.
	 * @param round the refresh, when it has ended
	 * @param topology what is believed
	 * @param suspects who does not answer commands
	 */
	static Map<Source, String> among(Round round, Topology topology, Set<HostAndPort> suspects) {
		Map<Source, View> answers = round.answers();
		Map<Source, String> outsiders = new LinkedHashMap<>();
		answers.forEach((source, view) -> {
			if (!isOf(topology, view)) {
				outsiders.put(source, "its view is of another cluster");
			}
		});
		if (outsiders.size() == answers.size()) {
			return Map.of();
		}
		List<View> vouching = answers.entrySet()
			.stream()
			.filter((answer) -> isKnown(topology, answer.getKey()) && !outsiders.containsKey(answer.getKey()))
			.map(Map.Entry::getValue)
			.toList();
		if (vouching.size() > silent(round, topology, suspects)) {
			answers.forEach((source, view) -> {
				if (!isKnown(topology, source) && !view.epochs().isEmpty()
						&& vouching.stream().noneMatch((known) -> known.lists(author(view)))) {
					outsiders.putIfAbsent(source, "no known node knows it");
				}
			});
		}
		return outsiders;
	}

	/** Who is suspected may not even have been asked. */
	private static long silent(Round round, Topology topology, Set<HostAndPort> suspects) {
		return topology.nodes()
			.stream()
			.filter((node) -> round.hasFailed(node) || suspects.contains(node.endpoint()))
			.filter((node) -> !round.hasAnswered(node))
			.count();
	}

	private static String author(View view) {
		return (view.author() != null) ? view.author() : "";
	}

	private static boolean isKnown(Topology topology, Source source) {
		return topology.nodeAt(source.target()).isPresent();
	}

	/** Whether a view lists any node of a topology. */
	static boolean isOf(Topology topology, View view) {
		return topology.nodes()
			.stream()
			.anyMatch((known) -> known.identified() ? view.lists(known.id())
					: view.table().nodeAt(known.endpoint()).isPresent());
	}

}
