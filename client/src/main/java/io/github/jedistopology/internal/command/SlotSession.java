package io.github.jedistopology.internal.command;

import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.internal.command.Verdict.Kind;
import io.github.jedistopology.internal.command.WatchExchange.Watch;
import io.github.jedistopology.internal.connection.NothingSentException;

/**
 * What transactions say to the owner of one slot. As long as nothing is watched, a
 * transaction goes the way of all commands, as one of them. What is watched, is watched
 * by one connection: there is no other way for the transaction then. Belongs to one
 * thread; holds a connection from {@link #watch} until the transaction ends.
 */
public final class SlotSession {

	private final CommandPath path;

	private final CommandMeans means;

	private final int slot;

	private @Nullable Watch watch;

	/** How a watch was lost that the caller counts on. */
	private @Nullable RuntimeException loss;

	/**
	 * A session that watches nothing.
	 * @param path the way to the slot's owner
	 * @param slot the slot of all its keys
	 */
	public SlotSession(CommandPath path, int slot) {
		this.path = path;
		this.means = path.means();
		this.slot = slot;
	}

	/**
	 * Carries out a command before {@code MULTI}.
	 * @param <T> the type of the reply
	 * @param command the command; one that waits at its node is refused while something
	 * is watched
	 * @return the reply
	 * @throws ClusterCommandException if it could not be done; if something was watched,
	 * it is not watched any more, unless the command was refused
	 */
	public <T> @Nullable T execute(CommandObject<T> command) {
		Watch watching = this.watch;
		if (watching == null) {
			return this.path.executeAtPrimary(command, this.slot);
		}
		refuseToWait(command);
		try {
			return send(command, Exchange.PLAIN, watching);
		}
		catch (JedisDataException ex) {
			// The command's own failure: it is watched as before.
			throw ex;
		}
		catch (RuntimeException ex) {
			this.loss = ex;
			release(watching, false);
			throw ex;
		}
	}

	/**
	 * A wait may have to be ended, or to go on elsewhere, and the connection that watches
	 * can do neither: if its node were frozen, the wait would have no end.
	 */
	private void refuseToWait(CommandObject<?> command) {
		CommandArguments arguments = command.getArguments();
		WaitingCommands.refuseForReplicas(arguments);
		if (WaitingCommands.isIn(arguments)) {
			throw new ClusterCommandException(account(command,
					"waits at its node, and was not sent on the connection that watches, which could not end the wait "
							+ "if the node were gone: expected before WATCH, or by the client itself"));
		}
	}

	/**
	 * Begins to watch keys, or watches more of them.
	 * @param command {@code WATCH}
	 * @return the reply
	 * @throws ClusterCommandException if it could not be done; if something was watched,
	 * it is not watched any more
	 */
	public @Nullable String watch(CommandObject<String> command) {
		requireWatch();
		if (this.watch != null) {
			return execute(command);
		}
		WatchExchange exchange = new WatchExchange();
		String reply = this.path.execute(new Errand<>(command, this.slot, null, exchange));
		this.watch = exchange.watch();
		return reply;
	}

	/**
	 * Makes sure that what was watched still is: without its watch, a transaction would
	 * not notice what others do.
	 * @throws ClusterCommandException if a watch was lost, until {@link #unwatch()}
	 */
	public void requireWatch() {
		if (this.loss != null) {
			throw new ClusterCommandException(
					"What a transaction on slot %d has watched is not watched any more (%s): expected UNWATCH first"
						.formatted(this.slot, this.loss.getMessage()),
					this.loss);
		}
	}

	/**
	 * Carries out a transaction; nothing is watched any more afterwards.
	 * @param queued its commands
	 * @return their raw replies, {@code null} when a key that was watched has changed
	 * @throws JedisDataException if the node does not accept a command: then none was
	 * executed
	 * @throws ClusterCommandException if it could not be done: then none was executed,
	 * unless it is a {@link CommandMaybeExecutedException}
	 */
	public @Nullable List<Object> exec(List<CommandArguments> queued) {
		requireWatch();
		queued.forEach(WaitingCommands::refuseForReplicas);
		CommandObject<List<Object>> exec = new CommandObject<>(new CommandArguments(Command.EXEC),
				BuilderFactory.RAW_OBJECT_LIST);
		ExecExchange exchange = new ExecExchange(queued);
		Watch watching = this.watch;
		if (watching == null) {
			return this.path.execute(new Errand<>(exec, this.slot, null, exchange));
		}
		try {
			return send(exec, exchange, watching);
		}
		finally {
			release(watching, true);
		}
	}

	/**
	 * Watches nothing any more, whatever the node says. Does nothing when nothing is
	 * watched.
	 */
	public void unwatch() {
		this.loss = null;
		Watch watching = this.watch;
		if (watching == null) {
			return;
		}
		boolean unwatched = false;
		try {
			send(new CommandObject<>(new CommandArguments(Command.UNWATCH), BuilderFactory.STRING), Exchange.PLAIN,
					watching);
			unwatched = true;
		}
		catch (JedisException ex) {
			// The node forgets what was watched with the connection.
		}
		finally {
			release(watching, unwatched);
		}
	}

	/** Never lets a connection that watches be used by others. */
	private void release(Watch watching, boolean unwatched) {
		this.watch = null;
		if (!unwatched) {
			watching.connection().jedis().setBroken();
		}
		watching.pool().giveBack(watching.connection());
	}

	private <T> @Nullable T send(CommandObject<T> command, Exchange exchange, Watch watching) {
		long deadline = this.means.nanoTime().getAsLong() + this.means.policy().budget().toNanos();
		try {
			watching.pool().lendAgain(watching.connection());
			return Sending.send(command, exchange, watching.pool(), watching.connection(), deadline);
		}
		catch (JedisDataException ex) {
			throw refused(command, ex, watching);
		}
		catch (JedisConnectionException ex) {
			throw lost(command, ex, watching);
		}
	}

	private RuntimeException refused(CommandObject<?> command, JedisDataException refusal, Watch watching) {
		Verdict verdict = Verdict.of(refusal);
		if (verdict.kind() == Kind.FINAL) {
			return refusal;
		}
		if (refusal instanceof JedisMovedDataException moved) {
			this.means.signals()
				.moved(this.slot, this.means.target(moved, watching.pool()), watching.pool().endpoint());
		}
		else if (verdict.trigger() != null) {
			this.means.signals().doubt(verdict.trigger());
		}
		return new ClusterCommandException(
				account(command, "was refused by %s, where keys are watched: %s. Nothing was executed; begin again"
					.formatted(watching.pool().endpoint(), refusal.getMessage())),
				refusal);
	}

	private ClusterCommandException lost(CommandObject<?> command, JedisConnectionException failure, Watch watching) {
		CommandArguments arguments = command.getArguments();
		if (failure instanceof NothingSentException || Repeatable.isRepeatable(arguments, this.means.flags())) {
			return new ClusterCommandException(
					account(command, "lost the connection to %s that watched. Nothing was executed; begin again"
						.formatted(watching.pool().endpoint())),
					failure);
		}
		this.path.counts().leftInDoubt();
		return new CommandMaybeExecutedException(
				account(command,
						"may have been executed, its reply from %s was lost".formatted(watching.pool().endpoint())),
				failure);
	}

	private String account(CommandObject<?> command, String outcome) {
		return "%s on slot %d %s".formatted(CommandWords.name(command.getArguments()), this.slot, outcome);
	}

}
