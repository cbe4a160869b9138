package io.github.jedistopology.internal.connection;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.Trigger;

/**
 * There was no connection to be had, so nothing was sent: the command may be tried again,
 * here or elsewhere.
 */
public class NothingSentException extends JedisConnectionException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Trigger trigger;

	NothingSentException(String message, @Nullable Trigger trigger, @Nullable Throwable cause) {
		super(message, cause);
		this.trigger = trigger;
	}

	/**
	 * What this says about the topology.
	 * @return the trigger, or {@code null} when it says nothing: the pool is retired or
	 * exhausted
	 */
	public @Nullable Trigger trigger() {
		return this.trigger;
	}

}
