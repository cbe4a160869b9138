package io.github.jedistopology;

/**
 * Which node of a shard serves commands that only read. What a replica says can be older
 * than what its primary says, and two reads in a row can go back in time.
 */
public enum ReadFrom {

	/** The primary. */
	PRIMARY,

	/** Any replica; the primary while no replica is fit. */
	PREFER_REPLICA,

	/** The primary or any replica. */
	ANY,

	/** Whoever is nearest, by the time that a round trip takes. */
	NEAREST,

	/**
	 * The primary or any replica in the client's own availability zone; any node while
	 * nobody there is fit.
	 */
	SAME_ZONE

}
