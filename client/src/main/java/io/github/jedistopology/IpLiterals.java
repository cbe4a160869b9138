package io.github.jedistopology;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import redis.clients.jedis.HostAndPort;

/**
 * Gives IPv6 addresses the one form in which they can be compared: the short one (RFC
 * 5952), which Redis itself announces. An IPv4 address in the shape of an IPv6 address
 * becomes an IPv4 address. Everything else stays as it is.
 */
final class IpLiterals {

	/** With anything else in it, the JVM might look it up. */
	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");

	private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?:$|:)");

	private IpLiterals() {
	}

	static HostAndPort canonical(HostAndPort address) {
		String host = canonical(address.getHost());
		return host.equals(address.getHost()) ? address : new HostAndPort(host, address.getPort());
	}

	static String canonical(String host) {
		if (host.indexOf(':') < 0 || !IPV6.matcher(host).matches()) {
			return host;
		}
		try {
			return shorten(InetAddress.getByName(host).getHostAddress());
		}
		catch (UnknownHostException ex) {
			return host;
		}
	}

	private static String shorten(String full) {
		return ZEROS.matcher(full)
			.results()
			.max(Comparator.comparingLong(IpLiterals::zeros))
			.map((longest) -> full.substring(0, longest.start()) + "::" + full.substring(longest.end()))
			.orElse(full);
	}

	private static long zeros(MatchResult run) {
		return run.group().chars().filter((c) -> c == '0').count();
	}

}
