package io.github.jedistopology.internal.command;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.Trigger;
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

	private final boolean forReplicas;

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
		this.forReplicas = BlockingTime.isForReplicas(this.command.getArguments());
		this.startedAt = startedAt;
	}

	/**
	 * No number of tries is too many while the caller would wait anyway.
	 * <p>
	 * To wait for replicas makes sense only on the connection that has written, which is
	 * one of the others, the last one that was used if nobody else has come.
	 */
	@Override
	@Nullable T send(NodePool pool, boolean asking, long now, long deadline) {
		if (now - this.startedAt < this.time.nanos()) {
			beginAnew();
		}
		NodePool lane = this.forReplicas ? pool : pool.lane(Lane.BLOCKING);
		NodeConnection connection = lane.borrow(now, deadline);
		Vigil vigil = null;
		boolean replied = true;
		try {
			lane.begin(connection, deadline, true);
			long clientId = introduce(connection.jedis(), asking);
			vigil = vigil(pool, clientId);
			return await(connection, vigil);
		}
		catch (JedisDataException ex) {
			if (Verdict.of(ex).trigger() == Trigger.CLUSTER_DOWN) {
				connection.doubt();
			}
			if (!isEnded(ex, vigil)) {
				throw ex;
			}
			// A node that becomes a replica closes the connections behind its answer.
			connection.jedis().setBroken();
			throw new WaitEndedException(ex);
		}
		catch (JedisConnectionException ex) {
			connection.jedis().setBroken();
			if (!connection.isWritten()) {
				throw lane.nothingSent(ex);
			}
			replied = vigil != null && vigil.isEnding();
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			connection.jedis().setBroken();
			throw ex;
		}
		finally {
			lane.end(connection, replied);
			lane.giveBack(connection);
		}
	}

	/**
	 * Sends the command, with all that precedes it, in one go.
	 * @return the connection's ID at the node, 0 if it does not tell
	 */
	private long introduce(Connection connection, boolean asking) {
		CommandArguments arguments = this.command.getArguments();
		long left = this.time.nanos() - (now() - this.startedAt);
		boolean late = this.time.nanos() - left > WORTH_SHORTENING;
		connection.sendCommand(new CommandArguments(Command.CLIENT).add("ID"));
		if (asking) {
			// Good for the next command only.
			connection.sendCommand(Command.ASKING);
		}
		connection.sendCommand((this.time.hasEnd() && late) ? this.time.shortened(arguments, left) : arguments);
		Object clientId = connection.getMany(asking ? 2 : 1).get(0);
		return (clientId instanceof Long id) ? id : 0;
	}

	private Vigil vigil(NodePool node, long clientId) {
		int slot = slot();
		NodePool owner = this.means.owner(this.means.pools().routes(), slot);
		long left = Math.max(0, this.time.nanos() - (now() - this.startedAt));
		return new Vigil(this.means, node, clientId, () -> isElsewhere(slot, owner, node),
				now() + left + node.replyTimeout().toNanos());
	}

	/** An importing node is where to wait, too, and so is one whose slot nobody has. */
	private boolean isElsewhere(int slot, @Nullable NodePool before, NodePool node) {
		if (this.forReplicas || slot == CommandPath.NO_SLOT) {
			return false;
		}
		NodePool owner = this.means.pools().routes().primary(slot);
		return owner != null && owner != before && owner != node;
	}

	private @Nullable T await(NodeConnection connection, Vigil vigil) {
		long begunAt = now();
		connection.await(vigil);
		connection.jedis().setTimeoutInfinite();
		try {
			return this.command.getBuilder().build(connection.jedis().getOne());
		}
		finally {
			if (now() - begunAt > WORTH_SHORTENING) {
				calmDown();
			}
			connection.jedis().rollbackTimeout();
		}
	}

	/**
	 * By a node that has become a replica, or by this client; another client's word is
	 * the application's. Who waits for replicas must know that the node was another one.
	 */
	private boolean isEnded(JedisDataException answer, @Nullable Vigil vigil) {
		String message = String.valueOf(answer.getMessage());
		return message.startsWith("UNBLOCKED") && !this.forReplicas
				&& (message.startsWith("UNBLOCKED force unblock") || vigil != null && vigil.isEnding());
	}

}
