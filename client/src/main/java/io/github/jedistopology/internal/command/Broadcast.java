package io.github.jedistopology.internal.command;

import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandFlagsRegistry.CommandFlag;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.connection.NodePool;

/**
 * One command for the primary of every shard, or for every node. The cluster may change
 * meanwhile: who has become a primary gets it as well. Belongs to one thread.
 */
public final class Broadcast {

	private final CommandPath path;

	private final boolean replicasToo;

	/** Whether the reply of one node stands for that of another. */
	private final boolean uniform;

	/** Nodes that have got it, are about to, or have it from their primary. */
	private final Set<HostAndPort> reached = new HashSet<>();

	private @Nullable Addressee next;

	/** What the node that was reached last has said, once there is one. */
	private @Nullable Answer<?> answer;

	private Broadcast(CommandPath path, boolean replicasToo, boolean uniform) {
		this.path = path;
		this.replicasToo = replicasToo;
		this.uniform = uniform;
	}

	/**
	 * A broadcast of one command, that has reached nobody yet. A node that leaves the
	 * cluster meanwhile has nothing to say: the reply of another stands for its own.
	 * @param path the way to each node
	 * @param replicasToo whether it goes to replicas as well
	 * @return the broadcast
	 */
	public static Broadcast ofOne(CommandPath path, boolean replicasToo) {
		return new Broadcast(path, replicasToo, true);
	}

	/**
	 * A broadcast of commands that differ from primary to primary, and so do the replies.
	 * @param path the way to each node
	 * @return the broadcast
	 */
	public static Broadcast ofMany(CommandPath path) {
		return new Broadcast(path, false, false);
	}

	/**
	 * How many nodes it goes to, as things are now.
	 * @return the number, those included that have been reached
	 */
	public int size() {
		return (int) addressees(topology()).count();
	}

	/**
	 * Whether a node is left that has not got it.
	 * @return whether {@link #next()} has a node to give
	 */
	public boolean hasNext() {
		if (this.next == null) {
			this.next = find(topology());
		}
		return this.next != null;
	}

	/**
	 * The node that comes next: each one once, first those that are there already, then
	 * those that join while it goes on.
	 * @return where the command goes next
	 * @throws java.util.NoSuchElementException if no node is left
	 */
	public Addressee next() {
		if (!hasNext() || this.next == null) {
			throw new NoSuchElementException("Every node has got it");
		}
		Addressee given = this.next;
		this.next = null;
		this.reached.add(given.endpoint());
		return given;
	}

	private @Nullable Addressee find(Topology topology) {
		ClusterNode node = addressees(topology).filter((any) -> !this.reached.contains(any.endpoint()))
			.findFirst()
			.orElse(null);
		if (node == null) {
			return null;
		}
		Shard shard = topology.shards().stream().filter((any) -> any.primary().equals(node)).findFirst().orElse(null);
		return new Addressee(node, shard);
	}

	private Topology topology() {
		return this.path.means().pools().routes().topology();
	}

	private Stream<ClusterNode> addressees(Topology topology) {
		return topology.shards()
			.stream()
			.filter(Shard::serving)
			.flatMap(Shard::nodes)
			.filter((node) -> this.replicasToo || node.role() == NodeRole.PRIMARY);
	}

	private boolean isReplicated(CommandObject<?> command) {
		return this.path.means().flags().getFlags(command.getArguments()).contains(CommandFlag.WRITE);
	}

	/**
	 * A node that the command goes to, or the one that takes its place meanwhile.
	 */
	public final class Addressee {

		private final ClusterNode node;

		private final @Nullable Shard shard;

		private Addressee(ClusterNode node, @Nullable Shard shard) {
			this.node = node;
			this.shard = shard;
		}

		/**
		 * Where the node is.
		 * @return its endpoint
		 */
		public HostAndPort endpoint() {
			return this.node.endpoint();
		}

		/**
		 * Carries the command out there. A write reaches the replicas by itself: one that
		 * is promoted meanwhile is not given it again.
		 * @param <T> the type of the reply
		 * @param command the command
		 * @return the reply
		 * @throws io.github.jedistopology.ClusterCommandException if it could not be done
		 * with the attempts and the time that the policy allows
		 */
		@SuppressWarnings("unchecked")
		public <T> @Nullable T execute(CommandObject<T> command) {
			try {
				T reply = send(command);
				Broadcast.this.answer = new Answer<>(reply);
				return reply;
			}
			catch (NodeLeftException ex) {
				if (Broadcast.this.answer == null || !Broadcast.this.uniform) {
					throw ex;
				}
				return (T) Broadcast.this.answer.reply();
			}
		}

		private <T> @Nullable T send(CommandObject<T> command) {
			lookAtConnections();
			if (this.shard == null) {
				return Broadcast.this.path.execute(Errand.to(new NodeRoute(this.node), command));
			}
			ShardRoute route = new ShardRoute(this.shard, Broadcast.this.reached::contains);
			try {
				T reply = Broadcast.this.path.execute(Errand.to(route, command));
				hasReached(route.chosen(), command);
				return reply;
			}
			catch (CommandMaybeExecutedException ex) {
				// To a replica that is promoted it must not be given a second time.
				hasReached(route.chosen(), command);
				throw ex;
			}
		}

		private void hasReached(Shard executing, CommandObject<?> command) {
			Stream<ClusterNode> nodes = isReplicated(command) ? executing.nodes() : Stream.of(executing.primary());
			nodes.map(ClusterNode::endpoint).forEach(Broadcast.this.reached::add);
		}

		/** No other command may have told that the node has gone. */
		private void lookAtConnections() {
			NodePool pool = Broadcast.this.path.means().pools().routes().pool(this.node.endpoint());
			if (pool != null) {
				pool.doubtFree();
			}
		}

	}

	/**
	 * A node's reply, which may be {@code null}.
	 */
	private record Answer<T>(@Nullable T reply) {

	}

}
