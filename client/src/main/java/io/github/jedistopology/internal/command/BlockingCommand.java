package io.github.jedistopology.internal.command;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.internal.connection.Lane;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * A command that waits at its node: each try is on a connection of the lane for such
 * commands, and has the time that is left.
 *
 * @param <T> the type of the reply
 */
final class BlockingCommand<T> extends SingleCommand<T> {

	/**
	 * Up to here, the command is sent with the time-out that the caller has given: to be
	 * redirected at once takes less.
	 */
	private static final long WORTH_SHORTENING = TimeUnit.MILLISECONDS.toNanos(250);

	private final CommandObject<T> command;

	private final BlockingTime time;

	BlockingCommand(CommandMeans means, Counts counts, Errand<T> errand, long startedAt) {
		this(means, counts, errand, startedAt, BlockingTime.of(errand.command().getArguments()));
	}

	private BlockingCommand(CommandMeans means, Counts counts, Errand<T> errand, long startedAt, BlockingTime time) {
		super(means, counts, errand, startedAt, time.nanos());
		this.command = errand.command();
		this.time = time;
	}

	/** No number of tries is too many while the caller would wait anyway. */
	@Override
	@Nullable T send(NodePool pool, boolean asking) {
		if (timeLeft() > 0) {
			attempts().beginAnew();
		}
		return Sending.send(this.command, new Wait(pool, asking), pool.lane(Lane.BLOCKING), now(),
				attempts().deadline());
	}

	private long timeLeft() {
		return this.time.nanos() - attempts().elapsed();
	}

	private long now() {
		return means().nanoTime().getAsLong();
	}

	/**
	 * One wait at a node.
	 */
	private final class Wait implements Exchange {

		private final NodePool node;

		/** From before there was a connection, since to open one takes time. */
		private final @Nullable NodePool owner = attempts().owner();

		private final boolean asking;

		private @Nullable Vigil vigil;

		Wait(NodePool node, boolean asking) {
			this.node = node;
			this.asking = asking;
		}

		@Override
		public <R> @Nullable R on(NodePool lane, NodeConnection connection, CommandObject<R> command) {
			long clientId = introduce(connection.jedis(), command.getArguments());
			long begunAt = now();
			Vigil vigil = new Vigil(means(), this.node, clientId, this::isElsewhere,
					begunAt + Math.max(0, timeLeft()) + this.node.replyTimeout().toNanos());
			this.vigil = vigil;
			connection.await(vigil);
			connection.jedis().setTimeoutInfinite();
			try {
				return command.getBuilder().build(connection.jedis().getOne());
			}
			catch (JedisDataException ex) {
				if (!isEnded(ex, vigil)) {
					throw ex;
				}
				// A node that becomes a replica closes the connections behind its answer.
				connection.jedis().setBroken();
				throw new WaitEndedException(ex);
			}
			finally {
				if (now() - begunAt > WORTH_SHORTENING) {
					calmDown();
				}
				connection.jedis().rollbackTimeout();
			}
		}

		/**
		 * Sends the command, with all that precedes it, in one go.
		 * @return the connection's ID at the node, 0 if it does not tell
		 */
		private long introduce(Connection connection, CommandArguments arguments) {
			BlockingTime time = BlockingCommand.this.time;
			long left = timeLeft();
			boolean late = time.nanos() - left > WORTH_SHORTENING;
			connection.sendCommand(new CommandArguments(Command.CLIENT).add("ID"));
			if (this.asking) {
				// Good for the next command only.
				connection.sendCommand(Command.ASKING);
			}
			connection.sendCommand((time.hasEnd() && late) ? time.shortened(arguments, left) : arguments);
			Object clientId = connection.getMany(this.asking ? 2 : 1).get(0);
			return (clientId instanceof Long id) ? id : 0;
		}

		/**
		 * An importing node is where to wait, too, and so is one whose slot nobody has.
		 * Where the slot is not known, any primary is.
		 */
		private boolean isElsewhere() {
			Routes routes = means().pools().routes();
			if (attempts().slot() == CommandPath.NO_SLOT) {
				return !routes.primaries().contains(this.node);
			}
			NodePool present = routes.primary(attempts().slot());
			return present != null && present != this.owner && present != this.node;
		}

		/**
		 * By a node that has become a replica, or by this client; another client's word
		 * is the application's.
		 */
		private static boolean isEnded(JedisDataException answer, Vigil vigil) {
			String message = String.valueOf(answer.getMessage());
			return message.startsWith("UNBLOCKED")
					&& (message.startsWith("UNBLOCKED force unblock") || vigil.isEnding());
		}

		@Override
		public boolean waits(CommandObject<?> command) {
			return true;
		}

		@Override
		public boolean isGivenUp() {
			return this.vigil != null && this.vigil.isEnding();
		}

	}

}
