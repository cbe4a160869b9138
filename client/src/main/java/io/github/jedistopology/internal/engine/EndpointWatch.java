package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import redis.clients.jedis.HostAndPort;

/**
 * Looks the configured endpoints up between refreshes: other addresses behind one of them
 * are a sign that the cluster has changed, although no command has met it yet.
 */
final class EndpointWatch {

	/** As often as a name service likes to be asked. */
	static final Duration PERIOD = Duration.ofSeconds(10);

	/** An address that was seen within this time is not reported as new again. */
	static final Duration MEMORY = Duration.ofMinutes(10);

	private final List<HostAndPort> endpoints;

	private final Map<HostAndPort, Answers> answers = new HashMap<>();

	private Instant next;

	EndpointWatch(List<HostAndPort> endpoints, Instant now) {
		this.endpoints = endpoints;
		this.next = now.plus(PERIOD);
	}

	/** When to look at {@link #due} again. */
	Instant next() {
		return this.next;
	}

	/** The endpoints to look up now. */
	List<HostAndPort> due(Instant now) {
		if (this.next.isAfter(now)) {
			return List.of();
		}
		this.next = now.plus(PERIOD);
		return this.endpoints;
	}

	/** Takes note of an endpoint's addresses; whether they are others than so far. */
	boolean hear(HostAndPort endpoint, List<InetAddress> addresses, Instant now) {
		Set<InetAddress> told = Set.copyOf(addresses);
		Answers before = this.answers.get(endpoint);
		if (before == null) {
			this.answers.put(endpoint, new Answers(told, now));
			return false;
		}
		return before.hear(told, now);
	}

	/**
	 * What an endpoint has stood for lately. A name service may tell some of many
	 * addresses each time: that one is missing counts as a change only if the answer
	 * before had all that have been seen.
	 */
	private static final class Answers {

		private final Map<InetAddress, Instant> seen = new HashMap<>();

		private Set<InetAddress> last;

		Answers(Set<InetAddress> first, Instant now) {
			this.last = first;
			first.forEach((address) -> this.seen.put(address, now));
		}

		boolean hear(Set<InetAddress> told, Instant now) {
			this.seen.values().removeIf((time) -> !time.plus(MEMORY).isAfter(now));
			boolean lastToldAll = this.last.containsAll(this.seen.keySet());
			boolean changed = !this.seen.keySet().containsAll(told) || lastToldAll && !told.equals(this.last);
			this.last = told;
			told.forEach((address) -> this.seen.put(address, now));
			return changed;
		}

	}

}
