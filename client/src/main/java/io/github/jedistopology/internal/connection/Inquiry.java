package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.function.LongSupplier;

import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A question that the client itself has for a node, asked once. An answer, if only an
 * error, ends the failures in a row that make a node suspected; no answer is one of them.
 */
final class Inquiry {

	private static final CommandObject<String> PING = new CommandObject<>(new CommandArguments(Command.PING),
			BuilderFactory.STRING);

	private Inquiry() {
	}

	/** What came of a PING on a free connection. */
	enum Answer {

		/** The node is there. */
		ANSWERED,

		/** It may not be. */
		NONE,

		/** The connection is in use by now, or the node has closed it, as it may. */
		NOT_ASKED

	}

	/**
	 * Asks on a connection that is free whether the node is there.
	 * @param pool the node's
	 * @param free one of its connections
	 * @param nanoTime the time
	 * @param timeout how long to wait for the answer
	 * @return what came of it
	 */
	static Answer pingSpare(NodePool pool, NodeConnection free, LongSupplier nanoTime, Duration timeout) {
		return pingSpare(pool, free, nanoTime, timeout, pool::end);
	}

	/**
	 * The same, where silence on one connection is no failure yet: the asker concludes.
	 */
	static Answer questionSpare(NodePool pool, NodeConnection free, LongSupplier nanoTime, Duration timeout) {
		return pingSpare(pool, free, nanoTime, timeout, pool::endOfQuestion);
	}

	private static Answer pingSpare(NodePool pool, NodeConnection free, LongSupplier nanoTime, Duration timeout,
			Ending ending) {
		if (!pool.takeSpare(free)) {
			return Answer.NOT_ASKED;
		}
		try {
			if (free.isStale()) {
				free.jedis().setBroken();
				return Answer.NOT_ASKED;
			}
			return ping(pool, free, nanoTime.getAsLong(), timeout, ending) ? Answer.ANSWERED : Answer.NONE;
		}
		finally {
			pool.putBack(free);
		}
	}

	/** Whether the node is there; an error is an answer, too. */
	static boolean ping(NodePool pool, NodeConnection connection, long now, Duration timeout) {
		return ping(pool, connection, now, timeout, pool::end);
	}

	private static boolean ping(NodePool pool, NodeConnection connection, long now, Duration timeout, Ending ending) {
		try {
			ask(pool, connection, now, now + timeout.toNanos(), PING, ending);
			return true;
		}
		catch (JedisDataException ex) {
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Asks.
	 * @param pool the node's
	 * @param connection one of its connections, in the hands of the caller
	 * @param now what the clock says
	 * @param deadline when the answer must have come
	 * @param question a command with a text for an answer
	 * @return the answer
	 * @throws JedisDataException if the answer is an error
	 * @throws RuntimeException if there is none; the connection is of no use any more
	 */
	static String ask(NodePool pool, NodeConnection connection, long now, long deadline,
			CommandObject<String> question) {
		return ask(pool, connection, now, deadline, question, pool::end);
	}

	private static String ask(NodePool pool, NodeConnection connection, long now, long deadline,
			CommandObject<String> question, Ending ending) {
		boolean answered = false;
		pool.begin(connection, now, deadline, false);
		try {
			String answer = connection.jedis().executeCommand(question);
			answered = true;
			return answer;
		}
		catch (JedisDataException ex) {
			answered = true;
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			connection.jedis().setBroken();
			throw ex;
		}
		finally {
			ending.end(connection, answered);
		}
	}

	/**
	 * What is told at the end.
	 */
	private interface Ending {

		void end(NodeConnection connection, boolean replied);

	}

}
