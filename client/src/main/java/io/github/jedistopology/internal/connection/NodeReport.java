package io.github.jedistopology.internal.connection;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What a node said about its replication ({@code INFO replication}).
 *
 * @param replica whether it calls itself a replica
 * @param inSync whether it is one whose link to its primary is up
 * @param offset how far it has come in the replication stream, in bytes
 * @param roundTripNanos how long it takes to ask it, smoothed
 * @param askedAt when it was asked, as {@link System#nanoTime()} gives it
 */
public record NodeReport(boolean replica, boolean inSync, long offset, long roundTripNanos, long askedAt) {

	/** For so long it counts. */
	public static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * Reads a reply.
	 * @throws JedisDataException if it is none to INFO
	 */
	static NodeReport parse(String info, long roundTripNanos, long askedAt) {
		Map<String, String> fields = info.lines()
			.filter((line) -> line.indexOf(':') > 0)
			.collect(Collectors.toMap((line) -> line.substring(0, line.indexOf(':')),
					(line) -> line.substring(line.indexOf(':') + 1), (first, second) -> second));
		boolean replica = "slave".equals(fields.get("role"));
		boolean inSync = "up".equals(fields.get("master_link_status"))
				&& !"1".equals(fields.get("master_sync_in_progress"));
		return new NodeReport(replica, replica && inSync,
				offset(fields, replica ? "slave_repl_offset" : "master_repl_offset"), roundTripNanos, askedAt);
	}

	private static long offset(Map<String, String> fields, String name) {
		try {
			return Long.parseLong(fields.getOrDefault(name, ""));
		}
		catch (NumberFormatException ex) {
			throw new JedisDataException(
					"%s is '%s' in INFO replication: expected a number of bytes".formatted(name, fields.get(name)));
		}
	}

	/**
	 * Whether it still counts.
	 * @param now the time, as {@link System#nanoTime()} gives it
	 * @return {@code false} when it is older than a second
	 */
	public boolean isValid(long now) {
		return now - this.askedAt <= VALID_NANOS;
	}

	/** The same with a round trip that a single slow one does not change much. */
	NodeReport smoothedBy(NodeReport before) {
		return new NodeReport(this.replica, this.inSync, this.offset,
				(3 * before.roundTripNanos + this.roundTripNanos) / 4, this.askedAt);
	}

}
