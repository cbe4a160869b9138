package io.github.jedistopology.sample.lab;

import io.github.jedistopology.sample.BadParameterException;

/**
 * How far the embedded cluster may shrink and grow.
 */
final class ShardLimits {

	/** So many that after the death of one primary the others still are a majority. */
	static final int MIN = 3;

	/** With a replica each, as many processes as a small machine bears. */
	static final int MAX = 13;

	private ShardLimits() {
	}

	/**
	 * Checks that shards can be added.
	 * @param shards how many
	 * @param present how many there are
	 * @throws BadParameterException if they would be too many
	 */
	static void requireAddable(int shards, int present) {
		require(shards, MAX - present, "there are %d shards and may be %d".formatted(present, MAX));
	}

	/**
	 * Checks that shards can be removed.
	 * @param shards how many
	 * @param present how many there are
	 * @throws BadParameterException if too few would remain
	 */
	static void requireRemovable(int shards, int present) {
		require(shards, present - MIN, "there are %d shards and %d must remain".formatted(present, MIN));
	}

	private static void require(int shards, int most, String reason) {
		if (shards < 1 || shards > most) {
			throw new BadParameterException("shards", shards,
					((most > 0) ? "expected 1 to " + most : "none is possible now") + ", since " + reason);
		}
	}

}
