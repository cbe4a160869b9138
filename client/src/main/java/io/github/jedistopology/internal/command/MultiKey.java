package io.github.jedistopology.internal.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The commands that mean the same when they are split by slot, except that they are not
 * atomic any more.
 */
public enum MultiKey {

	/** Values by position. */
	MGET(1) {

		@Override
		Object merge(List<KeyGroup> groups, List<?> replies, int keys) {
			List<@Nullable Object> merged = new ArrayList<>(Collections.nCopies(keys, null));
			for (int i = 0; i < groups.size(); i++) {
				List<?> values = (List<?>) replies.get(i);
				int[] positions = groups.get(i).positions();
				for (int j = 0; j < positions.length; j++) {
					merged.set(positions[j], values.get(j));
				}
			}
			return merged;
		}

	},

	/** Each key has its value behind it. */
	MSET(2) {

		@Override
		Object merge(List<KeyGroup> groups, List<?> replies, int keys) {
			return SafeEncoder.encode("OK");
		}

	},

	/** Counts what was there. */
	DEL(1),

	/** Counts what is there. */
	EXISTS(1),

	/** Counts what is there. */
	TOUCH(1),

	/** Counts what was there. */
	UNLINK(1);

	private final int wordsPerKey;

	MultiKey(int wordsPerKey) {
		this.wordsPerKey = wordsPerKey;
	}

	/**
	 * Finds the command among these.
	 * @param command as Jedis knows it
	 * @return the command, or {@code null} if it is none of these
	 */
	public static @Nullable MultiKey of(ProtocolCommand command) {
		return (command instanceof Command known) ? switch (known) {
			case MGET -> MGET;
			case MSET -> MSET;
			case DEL -> DEL;
			case EXISTS -> EXISTS;
			case TOUCH -> TOUCH;
			case UNLINK -> UNLINK;
			default -> null;
		} : null;
	}

	int wordsPerKey() {
		return this.wordsPerKey;
	}

	/** One reply, as it would have come from one node. */
	Object merge(List<KeyGroup> groups, List<?> replies, int keys) {
		return replies.stream().mapToLong((count) -> (Long) count).sum();
	}

}
