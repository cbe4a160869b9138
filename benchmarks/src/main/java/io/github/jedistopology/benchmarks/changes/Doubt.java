package io.github.jedistopology.benchmarks.changes;

import redis.clients.jedis.exceptions.JedisBroadcastException;

import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.MultiKeyCommandException;
import io.github.jedistopology.MultiKeyCommandException.Outcome;
import io.github.jedistopology.PipelinedCommandException;

/**
 * How this project's client says that a command that failed may have been executed.
 */
final class Doubt {

	private Doubt() {
	}

	static boolean isTold(RuntimeException failure) {
		if (failure instanceof PipelinedCommandException pipelined) {
			return pipelined.maybeExecuted();
		}
		if (failure instanceof MultiKeyCommandException multiKey) {
			return !multiKey.keys(Outcome.MAYBE_EXECUTED).isEmpty();
		}
		if (failure instanceof JedisBroadcastException broadcast) {
			return broadcast.getReplies().values().stream().anyMatch(CommandMaybeExecutedException.class::isInstance);
		}
		return failure instanceof CommandMaybeExecutedException;
	}

}
