package io.github.jedistopology;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisClusterOperationException;

/**
 * A command could not be carried out in its attempts and its budget. It has had no
 * effect, unless it is a {@link CommandMaybeExecutedException}.
 */
public class ClusterCommandException extends JedisClusterOperationException {

	private static final long serialVersionUID = 1L;

	/**
	 * An account of a command that failed.
	 * @param message what was tried and what came of it; no arguments of the command
	 * @param cause the last failure
	 */
	public ClusterCommandException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * An account of a command that failed.
	 * @param message what was tried and what came of it; no arguments of the command
	 */
	public ClusterCommandException(String message) {
		super(message);
	}

}
