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
 * The tries of a command that waits at its node: each on a connection of the lane for
 * such commands, and with the time that is left.
 *
 * @param <T> the type of the reply
 */
final class BlockingAttempts<T> extends Attempts<T> {

	/** To be redirected at once takes less, and needs no other arguments. */
	private static final long WORTH_SHORTENING = TimeUnit.MILLISECONDS.toNanos(250);

	private final CommandMeans means;

	private final CommandObject<T> command;

	private final BlockingTime time;

	private final long startedAt;

	BlockingAttempts(CommandMeans means, Counts counts, Errand<T> errand, Routes seen, long startedAt) {
		this(means, counts, errand, seen, startedAt, BlockingTime.of(errand.command().getArguments()));
	}

	private BlockingAttempts(CommandMeans means, Counts counts, Errand<T> errand, Routes seen, long startedAt,
			BlockingTime time) {
		super(means, counts, errand, seen, startedAt, time.nanos());
		this.means = means;
		this.command = errand.command();
		this.time = time;
		this.startedAt = startedAt;
	}

	/** No number of tries is too many while the caller would wait anyway. */
	@Override
	@Nullable T send(NodePool pool, boolean asking, long now, long deadline) {
		if (now - this.startedAt < this.time.nanos()) {
			beginAnew();
		}
		return Sending.send(this.command, new Wait(pool, asking), pool.lane(Lane.BLOCKING), now, deadline);
	}

	private long timeLeft() {
		return this.time.nanos() - (now() - this.startedAt);
	}

	/**
	 * One wait at a node.
	 */
	private final class Wait implements Exchange {

		private final NodePool node;

		/** From before there was a connection, since to open one takes time. */
		private final @Nullable NodePool owner = owner();

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
			Vigil vigil = new Vigil(BlockingAttempts.this.means, this.node, clientId, this::isElsewhere,
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
			BlockingTime time = BlockingAttempts.this.time;
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
			Routes routes = BlockingAttempts.this.means.pools().routes();
			if (slot() == CommandPath.NO_SLOT) {
				return !routes.primaries().contains(this.node);
			}
			NodePool present = routes.primary(slot());
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
