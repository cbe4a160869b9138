package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.github.jedistopology.benchmarks.changes.Outcome.Healing;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.PlannedChange;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.Recovery;

/**
 * One change, and all clients that go through it at the same time. They are new to the
 * cluster, and begin when all is well.
 */
final class Trial implements AutoCloseable {

	/** How long the clients may take after the cluster. */
	static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final Duration GLANCE = Duration.ofMillis(20);

	private final RedisClusterLab lab;

	private final List<Entrant> entrants;

	private Trial(RedisClusterLab lab) {
		this.lab = lab;
		this.entrants = Arrays.stream(Contender.values()).map((contender) -> new Entrant(contender, lab)).toList();
		settle();
	}

	static Map<Contender, Outcome> of(PlannedChange change, RedisClusterLab lab) {
		try (Trial trial = new Trial(lab)) {
			change.apply(lab);
			trial.settle();
			return trial.outcomes(Map.of());
		}
	}

	static Map<Contender, Outcome> of(Failure failure, RedisClusterLab lab) {
		try (Trial trial = new Trial(lab)) {
			return trial.outcomes(trial.suffer(failure));
		}
	}

	private Map<Contender, Healing> suffer(Failure failure) {
		List<LabShard> shards = this.lab.shards();
		long begin = System.nanoTime();
		Runnable repair = failure.strike(this.lab, shards.get(0));
		Duration cluster = Duration.ofNanos(Recovery.await(shards) - begin);
		Map<Contender, Duration> clients = settle(begin);
		repair.run();
		settle();
		Map<Contender, Healing> healings = new EnumMap<>(Contender.class);
		clients.forEach((contender, client) -> healings.put(contender, new Healing(cluster, client)));
		return healings;
	}

	private void settle() {
		settle(System.nanoTime());
	}

	/**
	 * Gives the clients the time to get into trouble and out of it.
	 * @return how long after a moment each was out of it
	 */
	private Map<Contender, Duration> settle(long moment) {
		Map<Contender, Duration> settled = new EnumMap<>(Contender.class);
		long begin = System.nanoTime();
		while (settled.size() < this.entrants.size() && System.nanoTime() - begin < PATIENCE.toNanos()) {
			LockSupport.parkNanos(GLANCE.toNanos());
			this.entrants.stream()
				.filter((entrant) -> entrant.isWellSince(begin))
				.forEach((entrant) -> settled.putIfAbsent(entrant.contender(), entrant.troubleSince(moment)));
		}
		this.entrants.forEach((entrant) -> settled.putIfAbsent(entrant.contender(), Healing.NEVER));
		return settled;
	}

	private Map<Contender, Outcome> outcomes(Map<Contender, Healing> healings) {
		Map<Contender, Outcome> outcomes = new EnumMap<>(Contender.class);
		this.entrants.forEach((entrant) -> outcomes.put(entrant.contender(),
				new Outcome(entrant.stop(), healings.get(entrant.contender()))));
		return outcomes;
	}

	@Override
	public void close() {
		this.entrants.forEach(Entrant::close);
	}

}
