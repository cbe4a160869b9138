package io.github.jedistopology;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where commands that only read are sent.
 *
 * @param from which node of a shard serves them
 * @param maxLag by how many bytes of the replication stream a replica may be behind its
 * primary
 * @param zone the client's own availability zone, {@code null} unless reads stay in it
 * @param zones knows the zones of nodes
 */
public record ReadSettings(ReadFrom from, long maxLag, @Nullable String zone, NodeZones zones) {

	/** The primary. */
	public static final ReadSettings DEFAULTS = new ReadSettings(ReadFrom.PRIMARY);

	private static final long MAX_LAG = 10L * 1024 * 1024;

	public ReadSettings {
		Objects.requireNonNull(from, "reads.from");
		Objects.requireNonNull(zones, "reads.zones");
		if (maxLag < 0) {
			throw new IllegalArgumentException("reads.maxLag is %d: expected 0 bytes or more".formatted(maxLag));
		}
		if (from == ReadFrom.SAME_ZONE && (zone == null || zone.isBlank())) {
			throw new IllegalArgumentException(
					"reads.zone is '%s': expected the client's own availability zone, as reads.from is SAME_ZONE"
						.formatted(zone));
		}
		if (from == ReadFrom.SAME_ZONE && zones == NodeZones.UNKNOWN) {
			throw new IllegalArgumentException(
					"reads.zones is UNKNOWN: expected something that knows the zones of nodes, as reads.from is SAME_ZONE");
		}
	}

	/**
	 * Settings without zones, by which a replica may be 10 MB behind.
	 * @param from which node of a shard serves reads
	 */
	public ReadSettings(ReadFrom from) {
		this(from, MAX_LAG, null, NodeZones.UNKNOWN);
	}

}
