package io.github.jedistopology.internal.command;

import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.internal.command.Verdict.Kind;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;

/**
 * {@code MULTI}, the commands of a transaction, and {@code EXEC} in one round trip. All
 * are executed, or none is: a node that refuses one of them when it is queued refuses
 * EXEC as well.
 *
 * @param queued the commands in between
 */
record ExecExchange(List<CommandArguments> queued) implements Exchange {

	@Override
	public <T> @Nullable T on(NodePool pool, NodeConnection connection, CommandObject<T> exec) {
		Connection jedis = connection.jedis();
		jedis.sendCommand(Command.MULTI);
		this.queued.forEach(jedis::sendCommand);
		jedis.sendCommand(exec.getArguments());
		List<Object> replies = jedis.getMany(this.queued.size() + 2);
		if (replies.get(0) instanceof JedisDataException refusal) {
			throw new CommandMaybeExecutedException(
					"MULTI was refused by %s: the commands may have been executed one by one"
						.formatted(pool.endpoint()),
					refusal);
		}
		Object reply = replies.get(replies.size() - 1);
		if (reply instanceof JedisDataException abort) {
			throw reason(abort, replies);
		}
		return exec.getBuilder().build(reply);
	}

	/** What EXEC does not tell: why a command was not queued. */
	private static JedisDataException reason(JedisDataException abort, List<Object> replies) {
		for (Object reply : replies) {
			if (reply instanceof JedisAskDataException) {
				// Its keys are about to move; there is no ASKING for a transaction.
				return new JedisDataException("TRYAGAIN " + abort.getMessage(), abort);
			}
			if (reply instanceof JedisDataException error && isPassing(error)) {
				return error;
			}
			if (reply instanceof JedisDataException error && error != abort) {
				abort.addSuppressed(error);
			}
		}
		return abort;
	}

	private static boolean isPassing(JedisDataException error) {
		Kind kind = Verdict.of(error).kind();
		return kind == Kind.MOVED || kind == Kind.RETRY;
	}

}
