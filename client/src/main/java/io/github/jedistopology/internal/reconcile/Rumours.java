package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.jedistopology.internal.view.View;

/**
 * Config epochs that only a minority of the views tells. In a Redis Cluster news reaches
 * every node within seconds: what has not spread for half a minute is not news, however
 * high the epoch that it boasts. Immutable.
 */
public final class Rumours {

	/** Nothing has been heard. */
	public static final Rumours NONE = new Rumours(Map.of());

	/** How long a minority is believed for its higher epoch. */
	static final Duration PATIENCE = Duration.ofSeconds(30);

	/** How long a rumour is remembered that nobody repeats. */
	static final Duration MEMORY = Duration.ofMinutes(10);

	/** Of two views neither is in the minority. */
	private static final int FEWEST_VIEWS = 3;

	private final Map<String, Rumour> rumours;

	private Rumours(Map<String, Rumour> rumours) {
		this.rumours = Map.copyOf(rumours);
	}

	/**
	 * Listens to the views of a refresh.
	 * @param views the views
	 * @param now the present time
	 * @return the rumours from now on
	 */
	public Rumours hear(List<View> views, Instant now) {
		List<View> telling = telling(views);
		if (telling.size() < FEWEST_VIEWS) {
			return this;
		}
		Map<String, Rumour> heard = new HashMap<>(this.rumours);
		heard.values().removeIf((rumour) -> !rumour.last().plus(MEMORY).isAfter(now));
		for (String id : ids(telling)) {
			long[] told = told(telling, id);
			long highest = told[told.length - 1];
			if (highest > spread(told)) {
				heard.merge(id, new Rumour(highest, now, now), Rumour::again);
			}
			else {
				// Silence of those who tell it does not make it true.
				heard.computeIfPresent(id, (same, rumour) -> (highest >= rumour.epoch()) ? null : rumour);
			}
		}
		return new Rumours(heard);
	}

	/**
	 * What most views tell of the nodes whose rumours are old.
	 * @return config epochs by node ID, {@link Credit#NONE} for nodes that most views do
	 * not know as primaries
	 */
	Map<String, Long> limits(List<View> views, Instant now) {
		List<View> telling = telling(views);
		Map<String, Long> limits = new HashMap<>();
		if (telling.size() >= FEWEST_VIEWS) {
			this.rumours.forEach((id, rumour) -> {
				if (!rumour.first().plus(PATIENCE).isAfter(now)) {
					limits.put(id, spread(told(telling, id)));
				}
			});
		}
		return limits;
	}

	private static List<View> telling(List<View> views) {
		return views.stream().filter((view) -> !view.epochs().isEmpty()).toList();
	}

	private static Set<String> ids(List<View> views) {
		Set<String> ids = new HashSet<>();
		views.forEach((view) -> ids.addAll(view.epochs().keySet()));
		return ids;
	}

	private static long[] told(List<View> views, String id) {
		return views.stream().mapToLong((view) -> view.epochs().getOrDefault(id, Credit.NONE)).sorted().toArray();
	}

	/** The highest epoch that more than half of the views have reached. */
	private static long spread(long[] ascending) {
		return ascending[(ascending.length - 1) / 2];
	}

	private record Rumour(long epoch, Instant first, Instant last) {

		Rumour again(Rumour later) {
			return new Rumour(Math.max(this.epoch, later.epoch), this.first, later.last);
		}

	}

}
