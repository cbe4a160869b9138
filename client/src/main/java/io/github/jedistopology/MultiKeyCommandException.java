package io.github.jedistopology;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A command with keys in several slots was carried out for some of its keys only, or for
 * none. The message tells how many keys, and {@link #keys(Outcome)} which ones.
 */
public class MultiKeyCommandException extends ClusterCommandException {

	private static final long serialVersionUID = 1L;

	private final transient Map<Outcome, List<byte[]>> keys;

	/**
	 * What became of the command for a key.
	 */
	public enum Outcome {

		/** It was executed. */
		EXECUTED,

		/** It was not executed. */
		NOT_EXECUTED,

		/** It was sent, and its reply was lost. */
		MAYBE_EXECUTED

	}

	/**
	 * An account of a command that failed for some keys.
	 * @param command the name of the command
	 * @param keys the keys by what became of them, each outcome's in their order
	 * @param cause the first failure
	 */
	public MultiKeyCommandException(String command, Map<Outcome, List<byte[]>> keys, @Nullable Throwable cause) {
		super("%s was executed for %d keys, not executed for %d, and may have been executed for %d: %s".formatted(
				command, count(keys, Outcome.EXECUTED), count(keys, Outcome.NOT_EXECUTED),
				count(keys, Outcome.MAYBE_EXECUTED), (cause != null) ? cause.getMessage() : "unknown failure"), cause);
		this.keys = Map.copyOf(keys);
	}

	private static int count(Map<Outcome, List<byte[]>> keys, Outcome outcome) {
		return keys.getOrDefault(outcome, List.of()).size();
	}

	/**
	 * The keys of which this became, as text.
	 * @param outcome what became of the command
	 * @return the keys in the order of the command; one that was named twice is there
	 * twice
	 */
	public List<String> keys(Outcome outcome) {
		return binaryKeys(outcome).stream().map(SafeEncoder::encode).toList();
	}

	/**
	 * The keys of which this became, as they were sent.
	 * @param outcome what became of the command
	 * @return the keys in the order of the command; one that was named twice is there
	 * twice
	 */
	public List<byte[]> binaryKeys(Outcome outcome) {
		return this.keys.getOrDefault(outcome, List.of());
	}

}
