package io.github.jedistopology.scenario;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.jedistopology.HostResolver;

/**
 * A resolver that remembers who was looked up when.
 */
final class LookupLog implements HostResolver {

	private final HostResolver resolver;

	private final Queue<Lookup> lookups = new ConcurrentLinkedQueue<>();

	LookupLog(HostResolver resolver) {
		this.resolver = resolver;
	}

	@Override
	public List<InetAddress> resolve(String host) throws UnknownHostException {
		this.lookups.add(new Lookup(host, Instant.now()));
		return this.resolver.resolve(host);
	}

	long after(String host, Instant time) {
		return this.lookups.stream()
			.filter((lookup) -> lookup.host().equals(host) && lookup.at().isAfter(time))
			.count();
	}

	private record Lookup(String host, Instant at) {

	}

}
