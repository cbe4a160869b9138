package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Takes decoded RESP2 replies apart; what has not the expected shape is a
 * {@link ViewException}.
 */
final class Reply {

	private Reply() {
	}

	static List<?> list(@Nullable Object reply) {
		if (reply instanceof List<?> list) {
			return list;
		}
		throw unexpected("an array", reply);
	}

	static int number(@Nullable Object reply) {
		if (reply instanceof Long number && number == number.intValue()) {
			return number.intValue();
		}
		throw unexpected("an integer", reply);
	}

	/** An empty text says as little as none. */
	static @Nullable String text(@Nullable Object reply) {
		if (reply == null) {
			return null;
		}
		if (reply instanceof byte[] bytes) {
			return (bytes.length > 0) ? new String(bytes, StandardCharsets.UTF_8) : null;
		}
		throw unexpected("a string", reply);
	}

	static String requiredText(@Nullable Object reply) {
		String text = text(reply);
		if (text == null) {
			throw unexpected("a string with at least one character", reply);
		}
		return text;
	}

	/** A map in RESP2: keys and values in turn. */
	static Map<String, @Nullable Object> map(@Nullable Object reply) {
		List<?> entries = list(reply);
		if (entries.size() % 2 != 0) {
			throw unexpected("as many keys as values", reply);
		}
		Map<String, @Nullable Object> map = new HashMap<>();
		for (int i = 0; i < entries.size(); i += 2) {
			map.put(requiredText(entries.get(i)), entries.get(i + 1));
		}
		return map;
	}

	/**
	 * Where a node is, as a view says it: no host means the host that was asked; "?"
	 * means that the node has no host name, although the cluster prefers these. A node
	 * that was reset, and lives under another ID since, stays listed without a port
	 * (CLUSTER SHARDS) or with port 0 (CLUSTER SLOTS) until it is forgotten: it is
	 * nowhere.
	 */
	static @Nullable HostAndPort endpoint(HostAndPort source, @Nullable String host, @Nullable String ip,
			@Nullable Object port) {
		int number = (port != null) ? number(port) : 0;
		if (number < 0 || number > 65535) {
			throw new ViewException("its view has a node with port " + number);
		}
		String known = "?".equals(host) ? ip : Objects.requireNonNullElse(host, source.getHost());
		return (number > 0 && known != null) ? new HostAndPort(known, number) : null;
	}

	static ViewException unexpected(String expected, @Nullable Object reply) {
		String what = (reply instanceof byte[] bytes) ? "'" + new String(bytes, StandardCharsets.UTF_8) + "'"
				: String.valueOf(reply);
		return new ViewException("its view has %s where %s was expected"
			.formatted((what.length() > 80) ? what.substring(0, 80) + "…" : what, expected));
	}

}
