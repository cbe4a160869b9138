package io.github.jedistopology.internal.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.internal.connection.Dialer.Dial;

/**
 * All connections to one node, lent or free: opens them, closes them, and looks after
 * what is under way on them. Thread-safe.
 */
final class OpenConnections {

	private final HostAndPort endpoint;

	private final Dialer dialer;

	private final Duration commandTimeout;

	private final Capacity capacity;

	private final Set<NodeConnection> open = ConcurrentHashMap.newKeySet();

	/** Counts how often all were given up. */
	private volatile int generation;

	/**
	 * No connections yet.
	 * @param endpoint the node's endpoint
	 * @param dialer opens connections
	 * @param commandTimeout how long the node has for a reply
	 * @param capacity told how many there are; whoever opens or closes one holds a permit
	 */
	OpenConnections(HostAndPort endpoint, Dialer dialer, Duration commandTimeout, Capacity capacity) {
		this.endpoint = endpoint;
		this.dialer = dialer;
		this.commandTimeout = commandTimeout;
		this.capacity = capacity;
	}

	/** Opens one more. */
	NodeConnection dial(Duration timeout) {
		int generation = this.generation;
		NodeConnection connection = this.dialer.dial(new Dial(this.endpoint, null, timeout, this.commandTimeout),
				(socket) -> {
				});
		this.open.add(connection);
		this.capacity.opened();
		if (this.generation != generation) {
			connection.giveUp();
		}
		return connection;
	}

	/** Gives up all, those included that are being opened. */
	synchronized void giveUp() {
		this.generation++;
		this.open.forEach(NodeConnection::giveUp);
	}

	void close(NodeConnection connection) {
		this.open.remove(connection);
		this.capacity.closed();
		connection.close();
	}

	int count() {
		return this.open.size();
	}

	/** Whether there is one that is not known to be broken. */
	boolean hasUsable() {
		return this.open.stream().anyMatch(NodeConnection::isUsable);
	}

	boolean isEmpty() {
		return this.open.isEmpty();
	}

	/** Whether a command has had no reply for longer than a node may be silent. */
	boolean isOverdue(long now, Duration silence) {
		return this.open.stream().anyMatch((connection) -> connection.isOverdue(now, silence.toNanos()));
	}

	/** Whether it is doubtful that the node is where all connections lead to. */
	boolean isDoubtful() {
		return this.open.stream().anyMatch(NodeConnection::isDoubted);
	}

	/** Gives up what leads to doubtful addresses where the node does not live. */
	void settle(Collection<InetAddress> addresses) {
		Set<InetAddress> wrong = this.open.stream()
			.filter(NodeConnection::isDoubted)
			.map(NodeConnection::address)
			.filter((address) -> address != null && !addresses.contains(address))
			.collect(Collectors.toSet());
		this.open.stream().filter((connection) -> wrong.contains(connection.address())).forEach(NodeConnection::giveUp);
		this.open.forEach(NodeConnection::trust);
	}

	/** Ends what is under way. */
	void abort() {
		this.open.stream().filter(NodeConnection::isBusy).forEach(NodeConnection::abort);
	}

}
