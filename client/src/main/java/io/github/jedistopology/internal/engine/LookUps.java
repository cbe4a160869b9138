package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.internal.engine.Event.LookedUp;

/**
 * The name look-ups of configured endpoints: one at a time for each, however many want to
 * know. A name server that is dead costs five seconds before the next one is asked, which
 * is longer than a refresh. So as long as refreshes find nobody, an answer serves the one
 * that is under way when it comes, or else the next one.
 */
final class LookUps {

	/** Longer than any pause between refreshes that find nobody. */
	static final Duration FRESH = Schedule.LONGEST_PAUSE.plus(Schedule.PAUSE);

	private final Set<HostAndPort> underWay = new HashSet<>();

	private final Set<HostAndPort> wanted = new HashSet<>();

	private final Map<LookedUp, Instant> kept = new LinkedHashMap<>();

	/** Begins a look-up that no refresh needs, unless one is under way. */
	boolean begin(HostAndPort endpoint) {
		return this.underWay.add(endpoint);
	}

	/** Begins a look-up that a refresh needs, unless one is under way. */
	boolean beginForRefresh(HostAndPort endpoint) {
		this.wanted.add(endpoint);
		return begin(endpoint);
	}

	/** Whether a look-up is under way that a refresh needs. */
	boolean areWanted() {
		return !this.wanted.isEmpty();
	}

	/** A refresh has found somebody, and needs those no more that are still under way. */
	void noneIsWanted() {
		this.wanted.clear();
	}

	/** Takes note of an end; whether a refresh still needs the look-up. */
	boolean ended(HostAndPort endpoint) {
		this.underWay.remove(endpoint);
		return this.wanted.remove(endpoint);
	}

	/** Keeps an answer that came when no refresh was there to hear it. */
	void keep(LookedUp answer, Instant now) {
		this.kept.put(answer, now);
	}

	/** Takes what has been kept and is not old. */
	List<LookedUp> takeKept(Instant now) {
		this.kept.values().removeIf((time) -> !time.plus(FRESH).isAfter(now));
		List<LookedUp> fresh = List.copyOf(this.kept.keySet());
		this.kept.clear();
		return fresh;
	}

}
