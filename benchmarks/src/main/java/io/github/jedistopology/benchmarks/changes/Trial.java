package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.PlannedChange;
import io.github.jedistopology.testkit.Recovery;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * All who go through a change at the same time. They are new to the cluster, and begin
 * when all is well.
 *
 * @param <P> who they are; each is equal to itself only
 */
public final class Trial<P extends Participant> {

	/** How long they may take after the cluster. */
	static final Duration PATIENCE = Duration.ofSeconds(15);

	/** How long nothing is wrong once all is well. */
	private static final Duration QUIET = Duration.ofMillis(1500);

	private static final Duration GLANCE = Duration.ofMillis(20);

	private final RedisClusterLab lab;

	private final List<P> participants;

	/**
	 * Returns when the participants are well.
	 * @param lab the cluster that changes
	 * @param participants those who use it
	 */
	public Trial(RedisClusterLab lab, Collection<P> participants) {
		this.lab = lab;
		this.participants = List.copyOf(participants);
		settle(this.participants, System.nanoTime());
	}

	/**
	 * Lets them go through a planned change, and the time after it.
	 * @param change what is done to the cluster
	 * @return how each came through
	 */
	public Map<P, Healing> undergo(PlannedChange change) {
		change.apply(this.lab);
		return healings(Duration.ZERO, settle(this.participants, System.nanoTime()));
	}

	/**
	 * Lets them go through a failure, and its repair.
	 * @param failure what happens to the cluster
	 * @return how each came through, before the repair
	 */
	public Map<P, Healing> undergo(Failure failure) {
		List<LabShard> shards = this.lab.shards();
		long begin = System.nanoTime();
		Runnable repair = failure.strike(this.lab, shards.get(0));
		Duration cluster = Duration.ofNanos(Recovery.await(shards) - begin);
		Map<P, Duration> clients = settle(this.participants, begin);
		repair.run();
		settle(clients.keySet(), System.nanoTime());
		return healings(cluster, clients);
	}

	/**
	 * Gives them the time to get into trouble and out of it.
	 * @return how long after a moment each was out of it; without those who were not
	 */
	private static <P extends Participant> Map<P, Duration> settle(Collection<P> participants, long moment) {
		Map<P, Duration> settled = new HashMap<>();
		long begin = System.nanoTime();
		while (settled.size() < participants.size() && System.nanoTime() - begin < PATIENCE.toNanos()) {
			LockSupport.parkNanos(GLANCE.toNanos());
			for (P participant : participants) {
				long lastTrouble = participant.lastTrouble();
				if (System.nanoTime() - Math.max(begin, lastTrouble) > QUIET.toNanos()) {
					settled.putIfAbsent(participant, Duration.ofNanos(Math.max(0, lastTrouble - moment)));
				}
			}
		}
		return settled;
	}

	private Map<P, Healing> healings(Duration cluster, Map<P, Duration> clients) {
		Map<P, Healing> healings = new HashMap<>();
		this.participants.forEach((participant) -> healings.put(participant,
				new Healing(cluster, clients.getOrDefault(participant, Healing.NEVER))));
		return healings;
	}

}
