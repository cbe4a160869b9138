package io.github.jedistopology.internal.command;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.NodeSuspectedException;
import io.github.jedistopology.internal.connection.NothingSentException;
import io.github.jedistopology.internal.connection.PoolExhaustedException;

/**
 * What a failed try of a command means for the command.
 *
 * @param kind what to do
 * @param trigger what the failure says about the topology, {@code null} when it says
 * nothing, or more than a trigger can: where a slot has moved
 */
record Verdict(Kind kind, @Nullable Trigger trigger) {

	/** What to do after a failed try. */
	enum Kind {

		/** Send it to the slot's new owner. */
		MOVED,

		/** Send it to the node that imports the slot, this once. */
		ASK,

		/** It was not executed: try again a little later. */
		RETRY,

		/** It may have been executed. */
		LOST,

		/** It was not sent, because its node does not answer at present. */
		SUSPECTED,

		/**
		 * The node's pool is too small for what is asked of it: more tries do not help.
		 */
		EXHAUSTED,

		/** It is the command's own failure: the caller's to handle. */
		FINAL

	}

	private static final Verdict FINAL = new Verdict(Kind.FINAL, null);

	/**
	 * Judges a failure.
	 * @param failure what was thrown when a connection was borrowed or used
	 * @return the verdict
	 */
	static Verdict of(RuntimeException failure) {
		if (failure instanceof JedisMovedDataException) {
			return new Verdict(Kind.MOVED, null);
		}
		if (failure instanceof JedisAskDataException) {
			return new Verdict(Kind.ASK, null);
		}
		if (failure instanceof NodeSuspectedException) {
			return new Verdict(Kind.SUSPECTED, null);
		}
		if (failure instanceof PoolExhaustedException) {
			return new Verdict(Kind.EXHAUSTED, null);
		}
		if (failure instanceof WaitEndedException) {
			return new Verdict(Kind.RETRY, Trigger.READONLY);
		}
		if (failure instanceof NothingSentException nothingSent) {
			return new Verdict(Kind.RETRY, nothingSent.trigger());
		}
		if (failure instanceof JedisConnectionException) {
			return new Verdict(Kind.LOST, Trigger.CONNECTION_LOST);
		}
		return (failure instanceof JedisDataException && failure.getMessage() != null) ? ofError(failure.getMessage())
				: FINAL;
	}

	/** Errors by which a node says that it did not execute the command, but may soon. */
	private static Verdict ofError(String error) {
		int end = error.indexOf(' ');
		String code = (end < 0) ? error : error.substring(0, end);
		return switch (code.toUpperCase(Locale.ROOT)) {
			case "TRYAGAIN" -> new Verdict(Kind.RETRY, null);
			case "CLUSTERDOWN", "MASTERDOWN", "LOADING" -> new Verdict(Kind.RETRY, Trigger.CLUSTER_DOWN);
			case "READONLY" -> new Verdict(Kind.RETRY, Trigger.READONLY);
			default -> FINAL;
		};
	}

}
