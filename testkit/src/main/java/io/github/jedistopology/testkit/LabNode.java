package io.github.jedistopology.testkit;

import java.net.InetSocketAddress;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link RedisClusterLab}: a process that was started for it. It stays the
 * same node through failovers and restarts, so it has no fixed role: see
 * {@link RedisClusterLab#primaries()}, {@link RedisClusterLab#replicas()} and
 * {@link RedisClusterLab#shards()}. Safe for use by several threads.
 */
public final class LabNode {

	private final String name;

	private final @Nullable String hostName;

	private final NodeAddress address;

	private final String id;

	private final RedisProcess process;

	private final NodeAdmin admin;

	private volatile @Nullable Instant removedAt;

	LabNode(String name, @Nullable String hostName, NodeAddress address, String id, RedisProcess process,
			NodeAdmin admin) {
		this.name = name;
		this.hostName = hostName;
		this.address = address;
		this.id = id;
		this.process = process;
		this.admin = admin;
	}

	/**
	 * Its name within the lab, such as {@code node-4}. No later node has it again.
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The host name that it announces; null when the lab's nodes announce none.
	 */
	public @Nullable String hostName() {
		return this.hostName;
	}

	/**
	 * Where it listens for clients. No later node of the lab listens there again.
	 */
	public InetSocketAddress address() {
		return this.address.socketAddress();
	}

	/**
	 * {@code host:port} as it announces itself to clients: the host name, or the IP
	 * address when there is none.
	 */
	public String hostAndPort() {
		return ((this.hostName != null) ? this.hostName : this.address.ip()) + ":" + this.address.port();
	}

	/**
	 * Its cluster node id: 40 hexadecimal digits.
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The id of its process: of the last one when it was killed.
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * When it was removed from the lab: its process had just ended and its name had just
	 * vanished. Null for a node that was not removed.
	 */
	public @Nullable Instant removedAt() {
		return this.removedAt;
	}

	void removed(Instant at) {
		this.removedAt = at;
	}

	NodeAddress listensAt() {
		return this.address;
	}

	RedisProcess process() {
		return this.process;
	}

	NodeAdmin admin() {
		return this.admin;
	}

	boolean isRunning() {
		return this.process.isRunning();
	}

	@Override
	public String toString() {
		return this.name + " (" + hostAndPort() + ")";
	}

}
