package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sees to it that a removed node comes back by evidence only: somebody tells a higher
 * config epoch than it had; or all who are asked list it, several in two refreshes in a
 * row, or whoever is left for half a minute; or it is long ago.
 */
final class Comebacks {

	private static final Duration MEMORY = Duration.ofMinutes(10);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final long NONE = -1;

	private final List<Refresh> refreshes = new ArrayList<>();

	private final Map<String, Removal> removals = new HashMap<>();

	private Set<String> listed = Set.of();

	private Map<String, Long> epochs = Map.of();

	/** A redirection knows no node IDs. */
	void redirected(Topology after) {
		assertThat(ids(after)).as("brought by a redirection").isSubsetOf(this.listed);
	}

	/** A refresh has found somebody, and this is what is believed afterwards. */
	void refreshed(Collection<View> views, boolean believed, Topology after, Instant now) {
		this.refreshes.add(new Refresh(List.copyOf(views), now));
		Set<String> before = this.listed;
		this.listed = ids(after);
		this.listed.stream()
			.filter((id) -> !before.contains(id))
			.forEach((id) -> assertThat(mayBeBack(id, now)).as("%s may be back", id).isTrue());
		before.stream()
			.filter((id) -> !this.listed.contains(id))
			.forEach((id) -> this.removals.put(id, new Removal(this.epochs.getOrDefault(id, NONE), now)));
		if (believed) {
			this.epochs = epochs(views, after);
		}
	}

	private boolean mayBeBack(String id, Instant now) {
		Removal removal = this.removals.remove(id);
		if (removal == null || !removal.at().plus(MEMORY).isAfter(now)) {
			return true;
		}
		int several = 0;
		Instant since = Instant.MAX;
		for (int i = this.refreshes.size() - 1; i >= 0; i--) {
			Refresh refresh = this.refreshes.get(i);
			if (!refresh.at().isAfter(removal.at()) || !refresh.views().stream().allMatch((view) -> view.lists(id))) {
				break;
			}
			several += (refresh.views().size() > 1) ? 1 : 0;
			since = refresh.at();
		}
		boolean higher = this.refreshes.get(this.refreshes.size() - 1)
			.views()
			.stream()
			.anyMatch((view) -> view.epochs().getOrDefault(id, NONE) > removal.epoch());
		return higher || several >= 2 || !since.isAfter(now.minus(PATIENCE));
	}

	/** The highest that is told of each primary, if it does not tell less itself. */
	private Map<String, Long> epochs(Collection<View> views, Topology after) {
		Map<String, Long> known = new HashMap<>(this.epochs);
		views.forEach((view) -> view.epochs().forEach((id, epoch) -> known.merge(id, epoch, Math::max)));
		Map<String, Long> epochs = new HashMap<>();
		for (Shard shard : after.shards()) {
			String id = shard.primary().id();
			long told = views.stream()
				.mapToLong((view) -> view.epochs().getOrDefault(id, known.getOrDefault(id, 0L)))
				.max()
				.orElse(NONE);
			long own = views.stream()
				.filter((view) -> id.equals(view.author()) && view.epochs().containsKey(id))
				.mapToLong((view) -> view.epochs().get(id))
				.min()
				.orElse(Long.MAX_VALUE);
			if (Math.min(told, own) > 0) {
				epochs.put(id, Math.min(told, own));
			}
		}
		return epochs;
	}

	private static Set<String> ids(Topology topology) {
		return topology.nodes()
			.stream()
			.filter(ClusterNode::identified)
			.map(ClusterNode::id)
			.collect(Collectors.toSet());
	}

	private record Removal(long epoch, Instant at) {

	}

	private record Refresh(List<View> views, Instant at) {

	}

}
