package io.github.jedistopology.internal.command;

import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;

import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * The path of one command: to the node that owns its slot, and from there, if it must be,
 * on along redirections and past failures. Thread-safe.
 */
public final class CommandPath {

	/** For a command without a key: any primary will do. */
	public static final int NO_SLOT = -1;

	private final CommandMeans means;

	private final @Nullable ReplicaReads replicaReads;

	private final Counts counts = new Counts();

	/**
	 * A path for commands all of which go to primaries.
	 * @param means what they work with
	 */
	public CommandPath(CommandMeans means) {
		this(means, null);
	}

	/**
	 * A path for the commands of one client.
	 * @param means what they work with
	 * @param replicaReads finds replicas for reads, {@code null} if all go to primaries
	 */
	public CommandPath(CommandMeans means, @Nullable ReplicaReads replicaReads) {
		this.means = means;
		this.replicaReads = replicaReads;
	}

	/**
	 * Counts of what happened to commands.
	 * @return a live view
	 */
	public CommandStatistics statistics() {
		return this.counts;
	}

	/**
	 * Carries a command out. All goes well at the first try as a rule, so that nothing is
	 * set up for a second one before it is needed.
	 * @param <T> the type of the reply
	 * @param command the command
	 * @param slot the slot of its keys, or {@link #NO_SLOT}
	 * @return the reply
	 * @throws io.github.jedistopology.ClusterCommandException if it could not be done
	 * with the attempts and the time that the policy allows, or is about its connection
	 * ({@code WAIT})
	 * @throws redis.clients.jedis.exceptions.JedisDataException if the node answers with
	 * an error
	 */
	public <T> @Nullable T execute(CommandObject<T> command, int slot) {
		return (this.replicaReads != null && slot != NO_SLOT
				&& Repeatable.isRead(command.getArguments(), this.means.flags())) ? read(command, slot)
						: executeAtPrimary(command, slot);
	}

	/**
	 * Carries a command out that only reads, by the word of the caller: where reads go to
	 * replicas, so does this one.
	 * @param <T> the type of the reply
	 * @param command the command
	 * @param slot the slot of its keys, or {@link #NO_SLOT}
	 * @return the reply
	 * @see #execute
	 */
	public <T> @Nullable T read(CommandObject<T> command, int slot) {
		// One that waits has a connection for as long as it likes.
		if (this.replicaReads == null || slot == NO_SLOT || WaitingCommands.isIn(command.getArguments())) {
			return executeAtPrimary(command, slot);
		}
		long startedAt = this.means.nanoTime().getAsLong();
		NodePool replica = this.replicaReads.choose(slot, startedAt);
		if (replica == null) {
			return executeAtPrimary(command, slot);
		}
		long deadline = startedAt + this.means.policy().budget().toNanos();
		NodeConnection connection;
		try {
			connection = replica.borrow(startedAt, deadline);
		}
		catch (RuntimeException ex) {
			return single(Errand.to(slot, command), startedAt).continueWithoutReplica(ex, replica);
		}
		try {
			return Sending.sendAndGiveBack(command, Exchange.PLAIN, replica, connection, deadline);
		}
		catch (RuntimeException ex) {
			return single(Errand.to(slot, command), startedAt).continueAfterReplica(ex, replica);
		}
	}

	/**
	 * The same, at the slot's primary whoever serves reads.
	 * @param <T> the type of the reply
	 * @param command the command
	 * @param slot the slot of its keys, or {@link #NO_SLOT}
	 * @return the reply
	 * @see #execute
	 */
	public <T> @Nullable T executeAtPrimary(CommandObject<T> command, int slot) {
		long startedAt = this.means.nanoTime().getAsLong();
		Routes routes = this.means.pools().routes();
		if (WaitingCommands.isIn(command.getArguments())) {
			return single(Errand.to(slot, command), startedAt).begin();
		}
		NodePool pool = this.means.owner(routes, slot);
		if (pool == null) {
			return single(Errand.to(slot, command), startedAt).begin();
		}
		try {
			return Sending.send(command, Exchange.PLAIN, pool, startedAt,
					startedAt + this.means.policy().budget().toNanos());
		}
		catch (RuntimeException ex) {
			return single(Errand.to(slot, command), startedAt).continueAfter(ex, pool, routes);
		}
	}

	/**
	 * Carries commands out together, each one on the node that owns its slot, and those
	 * with a key in common in order. A failure of one does not touch the others.
	 * @param commands the commands
	 * @return for each of them, in their order, the reply as it came, the error with
	 * which the node answered, or a
	 * {@link io.github.jedistopology.PipelinedCommandException}
	 */
	public List<@Nullable Object> executeAll(List<BatchCommand> commands) {
		return new Batch(this.means, this.counts, null, commands).execute();
	}

	/**
	 * Carries a command out whose keys are in several slots: a part for each slot, all
	 * parts together, and to replicas where other reads go there.
	 * @param <T> the type of the reply
	 * @param command the command
	 * @param kind which one it is
	 * @param slots the slots of its keys, in their order
	 * @return one reply, as if it had come from one node
	 * @throws io.github.jedistopology.MultiKeyCommandException if it was not executed for
	 * all keys
	 */
	public <T> T executeSplit(CommandObject<T> command, MultiKey kind, int[] slots) {
		SplitCommand split = SplitCommand.of(kind, command.getArguments(), slots);
		ReplicaReads reads = Repeatable.isRead(command.getArguments(), this.means.flags()) ? this.replicaReads : null;
		return command.getBuilder()
			.build(split.merge(new Batch(this.means, this.counts, reads, split.parts()).execute()));
	}

	/**
	 * A subscription without channels so far.
	 * @param slot the slot of its shard channels, {@link #NO_SLOT} for channels that
	 * reach all nodes
	 * @return to be closed by the caller
	 */
	public Subscription subscription(int slot) {
		return new Subscription(this.means, this.counts, slot);
	}

	/** The same for a command that is not like most. */
	<T> @Nullable T execute(Errand<T> errand) {
		return single(errand, this.means.nanoTime().getAsLong()).begin();
	}

	private <T> SingleCommand<T> single(Errand<T> errand, long startedAt) {
		CommandArguments arguments = errand.command().getArguments();
		if (errand.exchange() == Exchange.PLAIN && WaitingCommands.isIn(arguments)) {
			WaitingCommands.refuseForReplicas(arguments);
			return new BlockingCommand<>(this.means, this.counts, errand, startedAt);
		}
		return new SingleCommand<>(this.means, this.counts, errand, startedAt, 0);
	}

	Counts counts() {
		return this.counts;
	}

	CommandMeans means() {
		return this.means;
	}

}
