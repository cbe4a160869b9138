package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Claims that only a minority of the views makes. A single source that knows better is
 * believed for its higher config epoch, but in a Redis Cluster news reaches every node
 * within seconds: what has not spread for half a minute is not news, whatever epoch it
 * boasts. Immutable.
 */
public final class Rumours {

	/** Nothing has been heard. */
	public static final Rumours NONE = new Rumours(Map.of());

	/** How long a minority is believed. */
	static final Duration PATIENCE = Duration.ofSeconds(30);

	/** How long a rumour is remembered that nobody repeats. */
	static final Duration MEMORY = Duration.ofMinutes(10);

	/** Of two views neither is in the minority. */
	private static final int FEWEST_VOTERS = 3;

	private final Map<String, Rumour> rumours;

	private Rumours(Map<String, Rumour> rumours) {
		this.rumours = Map.copyOf(rumours);
	}

	/**
	 * Listens to the claims of a refresh. A rumour ends when most make the claim; the
	 * silence of those who made it does not make it true.
	 */
	Rumours hear(Ballot ballot, Instant now) {
		if (ballot.voters() < FEWEST_VOTERS) {
			return this;
		}
		Map<String, Rumour> heard = new HashMap<>(this.rumours);
		ballot.claims(false).forEach((owner, slots) -> heard.merge(owner, new Rumour(slots, now, now), Rumour::again));
		if (heard.isEmpty()) {
			return NONE;
		}
		Map<String, BitSet> spread = ballot.claims(true);
		heard.replaceAll((owner, rumour) -> rumour.without(spread.getOrDefault(owner, new BitSet())));
		heard.values().removeIf((rumour) -> rumour.slots().isEmpty() || !rumour.last().plus(MEMORY).isAfter(now));
		return new Rumours(heard);
	}

	/** Whether what few claim for a node has been claimed in vain for too long. */
	boolean areOld(String owner, Instant now) {
		Rumour rumour = this.rumours.get(owner);
		return rumour != null && !rumour.first().plus(PATIENCE).isAfter(now);
	}

	private record Rumour(BitSet slots, Instant first, Instant last) {

		Rumour again(Rumour later) {
			BitSet all = (BitSet) this.slots.clone();
			all.or(later.slots);
			return new Rumour(all, this.first, later.last);
		}

		/**
		 * Whose slots arrive one by one, as in a reshard, is no boaster: the rest may
		 * arrive as well.
		 */
		Rumour without(BitSet spread) {
			if (!this.slots.intersects(spread)) {
				return this;
			}
			BitSet rest = (BitSet) this.slots.clone();
			rest.andNot(spread);
			return new Rumour(rest, this.last, this.last);
		}

	}

}
