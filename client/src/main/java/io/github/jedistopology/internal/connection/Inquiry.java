package io.github.jedistopology.internal.connection;

import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A question that the client itself has for a node, asked once. An answer, if only an
 * error, ends the failures in a row that make a node suspected; no answer is one of them.
 */
final class Inquiry {

	private Inquiry() {
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
			pool.end(connection, answered);
		}
	}

}
