package io.github.jedistopology;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Knows a cluster's topology and keeps it true. Thread-safe.
 */
public interface TopologyManager {

	/**
	 * The name that the application has given to the cluster.
	 * @return the name, {@code default} unless told otherwise
	 */
	String clusterName();

	/**
	 * The topology by which commands are routed at this moment. Costs one volatile read.
	 * @return the current snapshot
	 */
	Topology topology();

	/**
	 * When sources last confirmed or changed the topology.
	 * @return the end of the last refresh whose answers were believed
	 */
	Instant confirmedAt();

	/**
	 * How long the topology goes unconfirmed when nothing calls for a refresh and all is
	 * well.
	 * @return the interval that the client was told
	 */
	Duration refreshInterval();

	/**
	 * The last refresh, whatever came of it.
	 * @return the report, {@code null} before the first refresh has ended
	 */
	@Nullable RefreshReport lastRefresh();

	/**
	 * What has happened lately: at most the last hundred changes and refreshes, with
	 * their causes.
	 * @return a snapshot
	 */
	TopologyHistory history();

	/**
	 * The primaries that do not answer commands.
	 * @return a snapshot: since when, by endpoint
	 */
	Map<HostAndPort, Instant> suspects();

	/**
	 * The addresses that the cluster has given up: none of them is believed or dialled,
	 * whoever names it, until the cluster shows that somebody lives there again.
	 * @return a snapshot: for how long that is remembered, by endpoint, and by IP address
	 * where it is known
	 */
	Map<HostAndPort, Instant> tombstones();

	/**
	 * Refreshes now. Never blocks.
	 * @return completed with the report of a refresh that began after this call, or
	 * exceptionally with an {@link IllegalStateException} when the manager is closed
	 */
	CompletableFuture<RefreshReport> refresh();

	/**
	 * Adds a listener; one that is there already is called once more for each event.
	 * @param listener the listener
	 */
	void addListener(TopologyListener listener);

	/**
	 * Removes a listener; does nothing when it is not there.
	 * @param listener the listener
	 */
	void removeListener(TopologyListener listener);

}
