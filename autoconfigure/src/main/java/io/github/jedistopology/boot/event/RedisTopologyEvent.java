package io.github.jedistopology.boot.event;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyChange;

/**
 * An application event that tells what has happened to the topology of a Redis Cluster.
 * Events come one at a time and in order, on a thread of their own: an event listener may
 * take its time without holding the client up.
 */
public sealed interface RedisTopologyEvent {

	/**
	 * The name that the application has given to the cluster.
	 * @return the name
	 */
	String clusterName();

	/**
	 * A new topology has been published.
	 *
	 * @param clusterName the cluster's name
	 * @param change what it was and what it is
	 */
	record Changed(String clusterName, TopologyChange change) implements RedisTopologyEvent {

	}

	/**
	 * A refresh has ended, with or without a change.
	 *
	 * @param clusterName the cluster's name
	 * @param report what it did and found
	 */
	record Refreshed(String clusterName, RefreshReport report) implements RedisTopologyEvent {

	}

	/**
	 * Commands have found out that a node does not answer.
	 *
	 * @param clusterName the cluster's name
	 * @param endpoint the node's endpoint
	 */
	record NodeSuspected(String clusterName, HostAndPort endpoint) implements RedisTopologyEvent {

	}

	/**
	 * A node that was suspected answers again.
	 *
	 * @param clusterName the cluster's name
	 * @param endpoint the node's endpoint
	 */
	record NodeRecovered(String clusterName, HostAndPort endpoint) implements RedisTopologyEvent {

	}

}
