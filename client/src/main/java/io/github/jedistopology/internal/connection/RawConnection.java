package io.github.jedistopology.internal.connection;

import java.io.InputStream;
import java.util.List;

/**
 * A connection whose replies nobody has taken apart: they may be anything.
 */
public interface RawConnection {

	/**
	 * Sends commands in one write.
	 * @param commands each with its arguments, separated by spaces
	 * @return the replies, in RESP2, as they come; those to earlier commands must have
	 * been read
	 * @throws redis.clients.jedis.exceptions.JedisException if they cannot be sent
	 */
	InputStream ask(List<String> commands);

}
