package io.github.jedistopology.internal.reconcile;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.internal.view.View;

/**
 * How much a view's word on a node counts: the config epoch that it tells, unless there
 * is reason to think less of it. Immutable.
 */
public final class Credit {

	/** Counts for nothing. */
	static final long NONE = -1;

	private static final long UNTOLD = 0;

	private final Map<String, Long> known;

	/** What nodes say of themselves. */
	private final Map<String, Long> limits = new HashMap<>();

	private final Tombstones tombstones;

	private final Instant now;

	/**
	 * The credit of several views. Nobody knows a node's epoch better than the node
	 * itself.
	 * @param views the views
	 * @param believed the config epochs believed so far, by node ID; they stand in where
	 * a view tells none
	 * @param tombstones who has been removed
	 * @param now the present time
	 */
	public Credit(List<View> views, Map<String, Long> believed, Tombstones tombstones, Instant now) {
		this.known = new HashMap<>(believed);
		this.tombstones = tombstones;
		this.now = now;
		for (View view : views) {
			view.epochs().forEach((id, epoch) -> this.known.merge(id, epoch, Math::max));
			Long own = (view.author() != null) ? view.epochs().get(view.author()) : null;
			if (own != null) {
				this.limits.merge(view.author(), own, Math::min);
			}
		}
	}

	/** The credit of a view's claim that a node owns a slot. */
	long of(View view, String owner) {
		if (bars(view, owner)) {
			return NONE;
		}
		Long told = view.epochs().get(owner);
		return Math.min((told != null) ? told : this.known.getOrDefault(owner, UNTOLD),
				this.limits.getOrDefault(owner, Long.MAX_VALUE));
	}

	/** The credit of what a view's author says of himself. */
	long own(View view) {
		return (view.author() != null && view.epochs().containsKey(view.author())) ? of(view, view.author()) : NONE;
	}

	/** Whether an address has been given up. */
	boolean isGone(HostAndPort address) {
		return this.tombstones.cover(address, this.now);
	}

	/** Whether a removed node stays out, although the view lists it. */
	boolean bars(View view, String id) {
		return this.tombstones.bar(id, view.epochs(), this.now);
	}

}
