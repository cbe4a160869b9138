package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.benchmarks.changes.Contender;
import io.github.jedistopology.benchmarks.changes.Healing;
import io.github.jedistopology.benchmarks.changes.Runs;
import io.github.jedistopology.benchmarks.changes.Subject;
import io.github.jedistopology.benchmarks.changes.Trial;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * Every kind of command, through every kind of change, all at the same time: this
 * project's client beside stock Jedis. Writes a table in Markdown; what each run has seen
 * goes to the standard error as it comes.
 */
public final class KindsByChange {

	private static final int RUNS = 3;

	private static final List<Contender> CONTENDERS = List.of(Contender.JEDIS_TOPOLOGY, Contender.STOCK_JEDIS);

	private final Collection<Kind> kinds;

	private final Collection<Change> changes;

	private final Table table;

	private KindsByChange(Collection<Kind> kinds, Collection<Change> changes) {
		this.kinds = kinds;
		this.changes = changes;
		this.table = new Table(kinds, CONTENDERS, changes);
	}

	/**
	 * Measures and prints.
	 * @param arguments see {@code docs/kinds.md}
	 */
	public static void main(String... arguments) {
		boolean quick = List.of(arguments).equals(List.of("--quick"));
		System.out.print(quick ? table(1, List.of(Kind.SINGLE_KEY), List.of(Change.FAILOVER))
				: table(Runs.parse(RUNS, arguments), List.of(Kind.values()), List.of(Change.values())));
	}

	static String table(int runs, Collection<Kind> kinds, Collection<Change> changes) {
		KindsByChange measured = new KindsByChange(kinds, changes);
		for (int run = 1; run <= runs; run++) {
			measured.run();
		}
		return measured.table.toString();
	}

	private void run() {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.replicas(1)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.nodeTimeout(Duration.ofSeconds(2))
			.start(); Subject other = Contender.JEDIS_TOPOLOGY.start(lab, ReadFrom.PRIMARY)) {
			this.changes.forEach((change) -> run(change, lab, other.client()));
		}
	}

	/** Begins with an empty cluster. */
	private void run(Change change, RedisClusterLab lab, RedisClusterClient other) {
		other.flushAll();
		List<Practice> practices = new ArrayList<>();
		try {
			this.kinds.forEach((kind) -> CONTENDERS
				.forEach((contender) -> practices.add(new Practice(kind, contender, lab, other))));
			List<Practice> able = practices.stream().filter(Practice::rehearse).toList();
			able.forEach(Practice::start);
			Map<Practice, Healing> healings = change.happenTo(new Trial<>(lab, able));
			able.forEach(Practice::end);
			healings.forEach((practice, healing) -> this.table.add(practice.kind(), practice.contender(), change,
					new Result(practice.verify(), healing)));
			practices.forEach((practice) -> System.err.printf("%s: %s %s%n", change, practice, healings.get(practice)));
		}
		finally {
			practices.forEach(Practice::close);
		}
	}

}
