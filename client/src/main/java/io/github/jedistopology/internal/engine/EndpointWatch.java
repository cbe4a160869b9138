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

	private final List<HostAndPort> endpoints;

	private final Map<HostAndPort, Set<InetAddress>> known = new HashMap<>();

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

	/** Whether an endpoint has other addresses than the last time. */
	boolean hasChanged(HostAndPort endpoint, List<InetAddress> addresses) {
		Set<InetAddress> now = Set.copyOf(addresses);
		Set<InetAddress> before = this.known.put(endpoint, now);
		return before != null && !before.equals(now);
	}

}
