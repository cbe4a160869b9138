package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;

/**
 * Joins the servers of one container into a cluster. They know one another by the ports
 * within the container.
 */
final class ContainerFormation implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final List<Server> servers = new ArrayList<>();

	private final int shards;

	private ContainerFormation(PortMapping mapping, JedisClientConfig config, int shards) {
		mapping.ports()
			.forEach((port, mapped) -> this.servers
				.add(new Server(port, new NodeAdmin(new NodeAddress(mapping.host(), mapped, mapped), config))));
		this.shards = shards;
	}

	/**
	 * Makes a cluster of servers that know nothing yet, and waits until it is ready: the
	 * first ones become primaries with even shares of the slots, the others their
	 * replicas in turn.
	 */
	static void form(PortMapping mapping, JedisClientConfig config, int shards) {
		try (ContainerFormation formation = new ContainerFormation(mapping, config, shards)) {
			formation.form();
			Await.until("All nodes agree", TIMEOUT, formation::missing);
		}
	}

	private void form() {
		List<Server> primaries = this.servers.subList(0, this.shards);
		List<Server> replicas = this.servers.subList(this.shards, this.servers.size());
		for (int i = 0; i < this.shards; i++) {
			SlotRange share = SlotRange.share(i, this.shards);
			NodeAdmin primary = primaries.get(i).admin();
			primary.cluster("SET-CONFIG-EPOCH", i + 1);
			primary.cluster("ADDSLOTSRANGE", share.first(), share.last());
		}
		for (Server stranger : this.servers.subList(1, this.servers.size())) {
			primaries.get(0).admin().cluster("MEET", "127.0.0.1", stranger.port());
		}
		for (int i = 0; i < replicas.size(); i++) {
			NodeAdmin replica = replicas.get(i).admin();
			String primary = primaries.get(i % this.shards).id();
			Await.until("Node %d replicates %s".formatted(replicas.get(i).port(), primary), TIMEOUT, () -> {
				replica.cluster("REPLICATE", primary);
				return null;
			});
		}
	}

	private @Nullable String missing() {
		Set<String> ids = this.servers.stream().map(Server::id).collect(Collectors.toSet());
		String dispute = Agreement.dispute(ids, this.servers.stream().map((server) -> server.admin().view()).toList());
		return (dispute != null) ? dispute : unready();
	}

	private @Nullable String unready() {
		for (Server server : this.servers) {
			if (!server.admin().isStateOk()) {
				return "cluster_state of node %d is not ok".formatted(server.port());
			}
			if (!server.admin().isPrimary() && !server.admin().isInSync()) {
				return "Node %d is not in sync with its primary".formatted(server.port());
			}
		}
		return null;
	}

	@Override
	public void close() {
		this.servers.forEach((server) -> server.admin().close());
	}

	/**
	 * A server.
	 *
	 * @param port where it listens within the container
	 * @param admin asks it from outside
	 */
	private record Server(int port, NodeAdmin admin) {

		String id() {
			return this.admin.cluster("MYID");
		}

	}

}
