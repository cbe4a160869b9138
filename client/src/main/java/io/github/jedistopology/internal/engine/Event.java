package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.util.List;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

/**
 * What the engine is told.
 */
public sealed interface Event {

	/** Something makes the topology doubtful, or somebody wants it refreshed. */
	record Doubted(Trigger trigger) implements Event {
	}

	/** A command was redirected for good. */
	record Redirected(int slot, HostAndPort target, HostAndPort witness) implements Event {
	}

	/** A node does not answer commands. */
	record Suspected(HostAndPort endpoint) implements Event {
	}

	/** A node that was suspected answers again. */
	record Trusted(HostAndPort endpoint) implements Event {
	}

	/** A replica said what it is, or nothing, which counts as still a replica. */
	record RoleTold(Source replica, boolean promoted) implements Event {
	}

	/** A configured endpoint's name was looked up. */
	record LookedUp(HostAndPort endpoint, List<InetAddress> addresses) implements Event {
	}

	/** A configured endpoint's name could not be looked up. */
	record NotLookedUp(HostAndPort endpoint, String reason) implements Event {
	}

	/** A source's answer; one to the question of another round is too late to count. */
	sealed interface RoundEvent extends Event {

		int round();

	}

	/** A source gave its view. */
	record Answered(int round, Source source, View view) implements RoundEvent {
	}

	/** A source gave no usable view. */
	record NotAnswered(int round, Source source, String reason) implements RoundEvent {
	}

	/** Time has passed: what the engine wanted to be woken for is due. */
	record Woken() implements Event {
	}

}
