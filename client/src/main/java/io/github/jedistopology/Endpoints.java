package io.github.jedistopology;

import java.util.Collection;
import java.util.List;

import redis.clients.jedis.HostAndPort;

/**
 * Reads the {@code host:port} texts that users write.
 */
final class Endpoints {

	private static final String EXPECTED = "expected host:port with a port from 1 to 65535, for example "
			+ "clustercfg.my-cluster.example.com:6379 or [::1]:6379";

	private Endpoints() {
	}

	static List<HostAndPort> parse(Collection<String> endpoints) {
		return endpoints.stream().map(Endpoints::parse).distinct().toList();
	}

	private static HostAndPort parse(String endpoint) {
		int colon = endpoint.lastIndexOf(':');
		String host = endpoint.substring(0, Math.max(colon, 0)).strip();
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		else if (host.indexOf(':') >= 0) {
			throw malformed(endpoint);
		}
		if (host.isEmpty()
				|| host.chars().anyMatch((c) -> Character.isWhitespace(c) || c == '/' || c == '@' || c == ',')) {
			throw malformed(endpoint);
		}
		return new HostAndPort(IpLiterals.canonical(host), port(endpoint, endpoint.substring(colon + 1).strip()));
	}

	private static int port(String endpoint, String port) {
		try {
			int number = Integer.parseInt(port);
			if (number >= 1 && number <= 65535) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below, with the whole text
		}
		throw malformed(endpoint);
	}

	private static IllegalArgumentException malformed(String endpoint) {
		// What stands before an @ may be a password.
		return new IllegalArgumentException(
				"Endpoint '%s': %s".formatted(endpoint.replaceFirst("(?s).*@", "***@"), EXPECTED));
	}

}
