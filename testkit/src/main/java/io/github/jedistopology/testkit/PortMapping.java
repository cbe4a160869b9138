package io.github.jedistopology.testkit;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import redis.clients.jedis.HostAndPort;

/**
 * Where the servers of one container are reached from outside.
 *
 * @param host the container engine's host
 * @param ports the port on that host for each port within the container
 */
record PortMapping(String host, SortedMap<Integer, Integer> ports) {

	PortMapping {
		ports = new TreeMap<>(ports);
	}

	/**
	 * All servers tell by their ports: they share one host, whatever they call it.
	 * Addresses that no server announces stay as they are.
	 */
	HostAndPort map(HostAndPort announced) {
		Integer port = this.ports.get(announced.getPort());
		return (port != null) ? new HostAndPort(this.host, port) : announced;
	}

	/** {@code host:port} of every server. */
	List<String> endpoints() {
		String format = (this.host.indexOf(':') >= 0) ? "[%s]:%d" : "%s:%d";
		return this.ports.values().stream().map((port) -> format.formatted(this.host, port)).toList();
	}

}
