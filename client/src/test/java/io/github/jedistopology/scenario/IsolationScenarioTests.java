package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.SuspicionSettings;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.LoadTarget;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A frozen primary costs the commands for its own slots only. The load is offered at a
 * fixed rate, far below what the machine can do, and is behind by a second at the most:
 * what the other shards then do not get was lost to the frozen one.
 */
class IsolationScenarioTests {

	private static final Duration WINDOW = Duration.ofSeconds(4);

	private static final double KEPT = 0.97;

	private static final int RATE = 600;

	private static final int REPETITIONS = 4;

	@Test
	void workersDedicatedToOtherShardsKeepTheirThroughput() {
		measure("workers dedicated to a shard", SuspicionSettings.DEFAULTS,
				(lab, target) -> lab.shards()
					.stream()
					.map((shard) -> VerifiedLoad.on(target)
						.rate(RATE / 3)
						.threads(4)
						.keyPrefix("{" + Keys.in(shard) + "}")
						.start())
					.toList());
	}

	@Test
	void sharedWorkersThatFailFastKeepTheThroughputOfOtherShards() {
		SuspicionSettings failFast = new SuspicionSettings(SuspicionSettings.DEFAULTS.silence(), true,
				SuspicionSettings.DEFAULTS.maxWaiting());
		measure("shared workers, fail-fast", failFast,
				(lab, target) -> List.of(VerifiedLoad.on(target).rate(RATE).threads(12).start()));
	}

	/** A run in which the machine itself stood still says nothing, and is repeated. */
	private static void measure(String scenario, SuspicionSettings suspicion, Workers workers) {
		try (RedisClusterLab lab = RedisClusterLab.builder().nodeTimeout(Duration.ofSeconds(30)).start();
				JedisTopology cluster = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.suspicion(suspicion)
					.build()) {
			for (int i = 1;; i++) {
				Outcome outcome = run(lab, cluster.client(), workers);
				System.out.printf("%-30s %s%n", scenario, outcome);
				if (!outcome.machineStalled() || i == REPETITIONS) {
					assertThat(outcome.kept()).as("%s: %s", scenario, outcome).isGreaterThanOrEqualTo(KEPT);
					return;
				}
				System.out.printf("%-30s repeated: the machine stood still for %,d ms%n", scenario,
						outcome.stall().toMillis());
			}
		}
	}

	private static Outcome run(RedisClusterLab lab, RedisClusterClient client, Workers workers) {
		LabShard frozen = lab.shards().get(0);
		CountingTarget target = new CountingTarget(LoadTarget.of(client), frozen);
		List<VerifiedLoad> loads = new ArrayList<>();
		try (Stalls stalls = new Stalls()) {
			loads.addAll(workers.start(lab, target));
			Awaitility.await().until(() -> target.others.sum() > RATE);
			double before = target.rate();
			lab.freeze(frozen.primary());
			double during = target.rate();
			return new Outcome(before, during, stalls.longest());
		}
		finally {
			lab.thaw(frozen.primary());
			loads.forEach(VerifiedLoad::close);
		}
	}

	/** Those who work, on all shards. */
	private interface Workers {

		List<VerifiedLoad> start(RedisClusterLab lab, LoadTarget target);

	}

	/**
	 * What came of one run.
	 *
	 * @param before what succeeded in a second on the shards that stay healthy
	 * @param during the same, with the other one frozen
	 * @param stall for how long the machine let nobody run
	 */
	private record Outcome(double before, double during, Duration stall) {

		double kept() {
			return this.during / this.before;
		}

		boolean machineStalled() {
			return this.stall.toMillis() > 500;
		}

		@Override
		public String toString() {
			return "%.1f a second before, %.1f during: %.1f %%".formatted(this.before, this.during, 100 * kept());
		}

	}

	/**
	 * Counts what succeeds on the other shards.
	 */
	private static final class CountingTarget implements LoadTarget {

		private final LoadTarget target;

		private final LabShard shard;

		private final LongAdder others = new LongAdder();

		CountingTarget(LoadTarget target, LabShard shard) {
			this.target = target;
			this.shard = shard;
		}

		@Override
		public @Nullable String read(String key) {
			String value = this.target.read(key);
			count(key);
			return value;
		}

		@Override
		public void write(String key, String value) {
			this.target.write(key, value);
			count(key);
		}

		private void count(String key) {
			if (!Keys.has(this.shard, key)) {
				this.others.increment();
			}
		}

		/** By the second, from now to the end of a window. */
		double rate() {
			long start = System.nanoTime();
			long count = this.others.sum();
			Awaitility.await()
				.atMost(WINDOW.multipliedBy(3))
				.until(() -> System.nanoTime() - start >= WINDOW.toNanos());
			return (this.others.sum() - count) * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
		}

	}

}
