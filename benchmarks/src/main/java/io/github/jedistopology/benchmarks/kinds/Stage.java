package io.github.jedistopology.benchmarks.kinds;

import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.benchmarks.changes.Subject;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * What one caller has to work with.
 *
 * @param lab the cluster
 * @param subject the client that is used
 * @param other a client to prepare, to send and to verify with
 * @param tag the hash tag of the caller's keys, where they shall be in one slot
 * @param name sets his keys apart from those of all others
 * @param tally counts what came of it
 */
record Stage(RedisClusterLab lab, Subject subject, RedisClusterClient other, String tag, String name, Tally tally) {

	/** The client that is used. */
	RedisClusterClient client() {
		return this.subject.client();
	}

	/** A key of the caller's own, in the slot of his tag. */
	String key(Object suffix) {
		return "{" + this.tag + "}:" + this.name + ":" + suffix;
	}

	/** The same with another tag. */
	Stage at(String otherTag) {
		return new Stage(this.lab, this.subject, this.other, otherTag, this.name + ":" + this.tag, this.tally);
	}

	/** A key of the caller's own, in any slot. */
	String spreadKey(Object suffix) {
		return this.name + ":" + this.tag + ":" + suffix;
	}

}
