package io.github.jedistopology.internal.command;

import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A node has ended the wait of a blocking command before anything came of it: it is not
 * the one to wait at any more.
 */
class WaitEndedException extends JedisDataException {

	private static final long serialVersionUID = 1L;

	WaitEndedException(JedisDataException answer) {
		super(answer.getMessage(), answer);
	}

}
