package io.github.jedistopology.benchmarks.load;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.Topology;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.engine.Action;
import io.github.jedistopology.internal.engine.Engine;
import io.github.jedistopology.internal.engine.Event;
import io.github.jedistopology.internal.view.Source;

/**
 * One client: the real {@link Engine} on a virtual clock, in milliseconds. Clients do not
 * influence one another, so each can be simulated by itself. Not thread-safe.
 */
final class SimulatedClient {

	/** How often a command meets the failed primary. */
	private static final int TRAFFIC_PERIOD = 100;

	private static final int LONGEST_ROUND_TRIP = 5;

	private final SimulatedCluster cluster;

	private final Incident incident;

	private final Random random;

	private final Engine engine;

	private final Queries views;

	private final Queries roles;

	private final PriorityQueue<Due> due = new PriorityQueue<>(
			Comparator.comparing(Due::at).thenComparing(Due::number));

	private long now;

	private int scheduled;

	/**
	 * A client that starts some time in the first half minute.
	 * @param cluster the cluster
	 * @param incident what happens to the cluster
	 * @param seed makes it another client
	 * @param views counts views that are asked for
	 * @param roles counts replicas that are asked for their role
	 */
	SimulatedClient(SimulatedCluster cluster, Incident incident, long seed, Queries views, Queries roles) {
		this.cluster = cluster;
		this.incident = incident;
		this.random = new Random(seed);
		this.views = views;
		this.roles = roles;
		this.engine = new Engine(List.of(SimulatedCluster.CONFIGURATION_ENDPOINT), RefreshSettings.DEFAULTS,
				Timeouts.DEFAULTS.topologyQuery(), new Random(seed), time(0));
		schedule(this.random.nextInt(30_000), () -> handle(new Event.Doubted(Trigger.STARTUP)));
		if (incident.failsAt() < Long.MAX_VALUE) {
			schedule(incident.failsAt() + this.random.nextInt(TRAFFIC_PERIOD), this::command);
		}
	}

	Topology run(Duration length) {
		long end = length.toMillis();
		while (true) {
			long next = this.due.isEmpty() ? end : this.due.peek().at();
			long wakeAt = Math.max(this.now, millis(this.engine.wakeAt()));
			if (Math.min(next, wakeAt) >= end) {
				return this.engine.topology();
			}
			this.now = Math.min(next, wakeAt);
			if (wakeAt < next) {
				handle(new Event.Woken());
			}
			else {
				this.due.remove().what().run();
			}
		}
	}

	/** On a slot of the first shard, again and again while it goes to the dead node. */
	private void command() {
		if (this.cluster.mortal().equals(this.engine.topology().shards().get(0).primary().endpoint())) {
			handle(new Event.Suspected(this.cluster.mortal()));
			schedule(TRAFFIC_PERIOD, this::command);
		}
	}

	private void handle(Event event) {
		this.engine.handle(event, time(this.now)).forEach(this::carryOut);
	}

	private void carryOut(Action action) {
		if (action instanceof Action.Ask ask) {
			this.views.add(this.now);
			Source source = ask.source();
			answer(source, () -> handle(new Event.Answered(ask.round(), source,
					this.cluster.view(this.now, this.incident.failedOverAt()))));
		}
		else if (action instanceof Action.AskRole askRole) {
			this.roles.add(this.now);
			Source replica = askRole.replica();
			answer(replica, () -> handle(new Event.RoleTold(replica, isPromoted(replica.endpoint()))));
		}
		else if (action instanceof Action.LookUp lookUp) {
			answer(() -> handle(new Event.LookedUp(lookUp.endpoint(), addresses())));
		}
	}

	private boolean isPromoted(HostAndPort replica) {
		return this.now >= this.incident.failedOverAt() && replica.equals(this.cluster.heir());
	}

	/** A dead host says nothing: the engine's own deadline ends the question. */
	private void answer(Source source, Runnable answer) {
		if (!source.endpoint().equals(this.cluster.mortal()) || this.now < this.incident.failsAt()) {
			answer(answer);
		}
	}

	private void answer(Runnable answer) {
		schedule(1 + this.random.nextInt(LONGEST_ROUND_TRIP), answer);
	}

	/** The last node is behind the name of the configuration endpoint. */
	private List<InetAddress> addresses() {
		try {
			return List.of(InetAddress.getByName(SimulatedCluster.ip(this.cluster.nodes() - 1)));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void schedule(long millis, Runnable what) {
		this.due.add(new Due(this.now + millis, this.scheduled++, what));
	}

	private static Instant time(long millis) {
		return Instant.EPOCH.plusMillis(millis);
	}

	/** Never early: a part of a millisecond is one. */
	private static long millis(Instant time) {
		return Duration.between(Instant.EPOCH, time).plusNanos(999_999).toMillis();
	}

	private record Due(long at, int number, Runnable what) {

	}

	/**
	 * What happens to the cluster, in milliseconds.
	 *
	 * @param failsAt when the first primary dies
	 * @param failedOverAt when its replica has taken its place, and all nodes know
	 */
	record Incident(long failsAt, long failedOverAt) {

		static final Incident NONE = new Incident(Long.MAX_VALUE, Long.MAX_VALUE);

	}

}
